package serval.spi.journal;

import java.util.List;

/**
 * Effects that belong together: of one command, one transaction, or one script.
 *
 * @param position the journal's position after this unit; it counts units
 * @param millis when it happened, in milliseconds since 1970
 * @param atomic whether a reader must apply all or nothing, so that a sink frames it with MULTI and EXEC if it has several
 *     effects
 * @param effects the effects, at least one
 */
public record JournalUnit(long position, long millis, boolean atomic, List<Effect> effects) {
    public JournalUnit {
        effects = List.copyOf(effects);
    }
}
