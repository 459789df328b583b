/**
 * Key events appended to a stream: {@link serval.example.events.EventLog} listens, {@link serval.example.events.EventFilter} chooses.
 */
@NullMarked
package serval.example.events;

import org.jspecify.annotations.NullMarked;
