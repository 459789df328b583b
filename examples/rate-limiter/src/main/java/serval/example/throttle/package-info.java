/**
 * Rate limiting: {@link serval.example.throttle.ThrottleCommands} is the command, {@link serval.example.throttle.Cell} the arithmetic.
 */
@NullMarked
package serval.example.throttle;

import org.jspecify.annotations.NullMarked;
