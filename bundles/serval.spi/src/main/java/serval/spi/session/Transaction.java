package serval.spi.session;

import java.util.ArrayList;
import java.util.List;
import serval.sdk.command.CommandFlag;
import serval.spi.engine.CommandEntry;

/** The calls queued between MULTI and EXEC. Under the engine lock. */
public final class Transaction {
    /** Where a session in a transaction keeps it. */
    public static final SessionSlot<Transaction> SLOT = SessionSlot.named("transaction");

    private final List<Queued> queue = new ArrayList<>();
    private long flagBits;
    private long commonFlagBits = -1;
    private long bytes;

    /** Adds a call. */
    public void add(CommandEntry command, byte[][] words) {
        queue.add(new Queued(command.name(), words));
        flagBits |= command.spec().flagBits();
        commonFlagBits &= command.spec().flagBits();
        for (byte[] word : words) {
            bytes += word.length + 16L;
        }
    }

    /** The calls in order. */
    public List<Queued> queue() {
        return queue;
    }

    /** The flags that any of the queued commands has, as bits by ordinal of {@link serval.sdk.command.CommandFlag}. */
    public long flagBits() {
        return flagBits;
    }

    /** Whether every queued command has a flag. */
    public boolean allHave(CommandFlag flag) {
        return (commonFlagBits & 1L << flag.ordinal()) != 0;
    }

    /** The bytes held. */
    public long bytes() {
        return bytes;
    }

    /**
     * A queued call.
     *
     * @param command the full name of the command, looked up anew when it runs
     * @param words its words
     */
    public record Queued(String command, byte[][] words) {}
}
