/**
 * The journal: one ordered stream of write effects, in units, given to whoever takes it.
 *
 * <p>Start at {@link serval.journal.JournalComponent}. It keeps nothing itself: a file or a backlog is a sink of its own.
 */
@NullMarked
package serval.journal;

import org.jspecify.annotations.NullMarked;
