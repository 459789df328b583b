/**
 * Values as RDB files and DUMP payloads carry them: lengths, strings, LZF compression, and the framing of module values.
 *
 * <p>Start at {@link serval.keyspace.rdb.RdbOutput} and {@link serval.keyspace.rdb.RdbInput}; a
 * {@linkplain serval.keyspace.rdb.Payload payload} is a value with its version and checksum. The format is the one that Redis documents
 * and that its versions 2.6 to 7.2 read and write.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.keyspace.rdb;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
