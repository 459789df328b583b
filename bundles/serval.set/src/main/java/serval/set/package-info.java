/**
 * Sets: {@link serval.set.SetObject} is the value; its members are sorted numbers ({@link serval.set.IntForm}), a packed list
 * ({@link serval.set.PackedForm}) or a table ({@link serval.set.TableForm}). {@link serval.set.SetType} saves and loads them. The
 * commands are in the families whose names end in {@code Commands}.
 */
@NullMarked
package serval.set;

import org.jspecify.annotations.NullMarked;
