package serval.stream;

import java.util.ArrayList;
import java.util.List;
import serval.bytes.Ascii;
import serval.sdk.command.Effects;

/** What a command has deleted and acknowledged, to be told in commands of Redis 7.0. */
final class RemovedEntries {
    private static final byte[] XDEL = Ascii.bytes("XDEL");
    private static final byte[] XACK = Ascii.bytes("XACK");

    /** Of a command that removes nothing. */
    static final RemovedEntries NONE = new RemovedEntries(false);

    private final boolean wanted;
    private final List<byte[]> deleted = new ArrayList<>();
    private final List<byte[][]> acknowledged = new ArrayList<>();

    RemovedEntries(Effects effects) {
        this(effects.areWanted());
    }

    private RemovedEntries(boolean wanted) {
        this.wanted = wanted;
    }

    void deleted(long ms, long seq) {
        if (wanted) {
            deleted.add(StreamId.toBytes(ms, seq, '-'));
        }
    }

    void acknowledged(byte[] group, long ms, long seq) {
        if (wanted) {
            acknowledged.add(new byte[][] {group, StreamId.toBytes(ms, seq, '-')});
        }
    }

    /** Whether there is anything to tell. */
    boolean any() {
        return !deleted.isEmpty() || !acknowledged.isEmpty();
    }

    /** Tells it all, in place of the command that was sent or after what was put in its place already. */
    void tell(Effects effects, byte[] key) {
        if (!deleted.isEmpty()) {
            byte[][] words = new byte[2 + deleted.size()][];
            words[0] = XDEL;
            words[1] = key;
            for (int i = 0; i < deleted.size(); i++) {
                words[2 + i] = deleted.get(i);
            }
            effects.replaceWith(words);
        }
        for (byte[][] one : acknowledged) {
            effects.replaceWith(XACK, key, one[0], one[1]);
        }
        if (wanted && deleted.isEmpty() && acknowledged.isEmpty()) {
            effects.none();
        }
    }
}
