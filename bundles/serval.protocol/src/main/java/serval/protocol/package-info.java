/**
 * The Redis serialization protocol over plain byte arrays: {@link serval.protocol.RequestDecoder} turns what a client sent
 * into requests, {@link serval.protocol.RespWriter} turns replies into bytes, in RESP2 or RESP3.
 *
 * <p>Nothing here knows of sockets: a transport feeds the decoder with what it read, and drains the writer into what it
 * sends from. Neither class is safe for use by several threads; the owner's lock or thread guards both.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.protocol;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
