/**
 * redis.conf: reading it, the directives that nobody contributes yet, CONFIG GET, SET and REWRITE.
 *
 * <p>{@link serval.config.ServerConfiguration} is the service. It reads the command line and the file ({@link
 * serval.config.CommandLine}, {@link serval.config.Words}), gives every line to a directive ({@link serval.config.Loader},
 * {@link serval.config.Directives}), and hands values on when a bundle contributes a directive of its own. Redis' table is
 * a resource, {@code directives.txt}.
 */
@NullMarked
package serval.config;

import org.jspecify.annotations.NullMarked;
