/**
 * A bundle for the system tests: a value type with a codec, commands that block, run long, fail and call on, a gate, a journal sink, an event
 * listener, a snapshot target, a directive. What it does is of no use; that it can is the point.
 */
@NullMarked
package serval.testbundle;

import org.jspecify.annotations.NullMarked;
