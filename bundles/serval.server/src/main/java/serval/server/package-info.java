/**
 * Listeners, connections and event loops.
 *
 * <p>Start with {@link serval.server.SocketSession}: what one connection reads is decoded and executed as one batch under the
 * engine lock, on the loop's thread. Replies collect in the session's queue; when the batch ends, {@link serval.server.Loop}
 * moves them into its output buffer, and at the end of the loop's turn writes them with one system call per connection.
 *
 * <p>Netty gives the loops and the system calls; its channels and pipelines are not used, see {@link serval.server.Wire}.
 */
@NullMarked
package serval.server;

import org.jspecify.annotations.NullMarked;
