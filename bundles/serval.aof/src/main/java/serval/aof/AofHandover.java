package serval.aof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.module.Handover;
import serval.spi.module.Successions;

/**
 * Hands the append-only file to the next version. From the exchange on units come to the new one, which keeps them in memory and has
 * replies wait, until the old one has written and closed the increment; then it goes on in that file.
 */
final class AofHandover implements Handover {
    private static final Logger LOG = LoggerFactory.getLogger(AofHandover.class);
    private static final byte FORM = 2;
    private static final byte FORM_WITHOUT_ORPHANS = 1;
    private static final int LENGTH = 64;

    private final AppendOnlyFile file;
    private final Rewriter rewriter;

    AofHandover(AppendOnlyFile file, Rewriter rewriter) {
        this.file = file;
        this.rewriter = rewriter;
    }

    @Override
    public String name() {
        return "append-only file";
    }

    @Override
    public byte[] export() {
        boolean again = rewriter.isScheduled() || rewriter.abandon();
        long succession = Successions.begin();
        List<byte[]> orphans = file.orphans().values();
        int length = LENGTH;
        for (byte[] orphan : orphans) {
            length = Math.addExact(length, Integer.BYTES + orphan.length);
        }
        ByteBuffer state = ByteBuffer.allocate(length);
        state.put(FORM);
        state.put((byte) file.state().ordinal());
        state.put((byte) (again ? 1 : 0));
        state.putLong(succession);
        state.putLong(file.currentSize() + file.writer().waiting());
        state.putLong(file.baseSize());
        rewriter.exportStatistics(state);
        state.putInt(orphans.size());
        for (byte[] orphan : orphans) {
            state.putInt(orphan.length).put(orphan);
        }
        file.letGo(() -> Successions.letGo(succession));
        return java.util.Arrays.copyOf(state.array(), state.position());
    }

    private void adoptOrphans(ByteBuffer state) {
        for (int left = state.getInt(); left > 0; left--) {
            byte[] orphan = new byte[state.getInt()];
            state.get(orphan);
            try {
                file.orphans().load(orphan);
            } catch (IOException unknown) {
                throw new IllegalArgumentException(unknown);
            }
        }
    }

    @Override
    public void adopt(byte[] bytes) {
        ByteBuffer state = ByteBuffer.wrap(bytes);
        byte form = state.get();
        if (form != FORM && form != FORM_WITHOUT_ORPHANS) {
            throw new IllegalArgumentException("unknown form of state");
        }
        AppendOnlyFile.State before = AppendOnlyFile.State.values()[state.get()];
        boolean again = state.get() != 0;
        long succession = state.getLong();
        long size = state.getLong();
        long baseSize = state.getLong();
        rewriter.adoptStatistics(state);
        if (form == FORM) {
            adoptOrphans(state);
        }
        file.takeOver(before, succession, size, baseSize);
        if (again || before == AppendOnlyFile.State.WAITING) {
            rewriter.schedule();
        }
        LOG.debug("Took over from the version before");
    }
}
