/**
 * Lists: {@link serval.list.ListObject} is the value, a {@link serval.structures.packed.PackedList} while it is small and a {@link
 * serval.list.ChunkList} of many such when it is not. {@link serval.list.Limits} says when it changes from one to the other, {@link
 * serval.list.ElementCursor} walks both. The commands are in the families whose names end in {@code Commands}: start at {@link
 * serval.list.ListPushCommands}.
 */
@NullMarked
package serval.list;

import org.jspecify.annotations.NullMarked;
