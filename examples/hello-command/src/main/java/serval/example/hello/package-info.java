/**
 * The smallest module: {@link serval.example.hello.HelloCommands} is a command, a directive and a self-test in one class.
 */
@NullMarked
package serval.example.hello;

import org.jspecify.annotations.NullMarked;
