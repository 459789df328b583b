package serval.aof.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import serval.bytes.Longs;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.request.Request;

/** Turns units of the journal into what stands in the file: SELECT where the database changes, MULTI and EXEC, annotations. */
public final class UnitEncoder {
    /** What an annotation for an effect that needs a certain bundle begins with. */
    public static final String OWNER = "#OWNER:";
    /** What an annotation of the time begins with. */
    public static final String TIME = "#TS:";

    private static final byte[] SELECT = "SELECT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] MULTI = {"MULTI".getBytes(StandardCharsets.US_ASCII)};
    private static final byte[][] EXEC = {"EXEC".getBytes(StandardCharsets.US_ASCII)};

    private final BooleanSupplier timestamps;
    private final Function<byte[][], List<Integer>> keyPositions;
    private int database = -1;
    private long second;

    /**
     * Creates an encoder.
     *
     * @param timestamps whether times are told
     * @param keyPositions where a command's keys are
     */
    public UnitEncoder(BooleanSupplier timestamps, Function<byte[][], List<Integer>> keyPositions) {
        this.timestamps = timestamps;
        this.keyPositions = keyPositions;
    }

    /** Another file begins: it says again which database. */
    public void begin() {
        database = -1;
    }

    /** Adds a unit; effects that are not for the file are left out. */
    public void encode(JournalUnit unit, Outgoing out) {
        List<Effect> effects = unit.effects();
        int count = effects.size();
        int mine = 0;
        for (int i = 0; i < count; i++) {
            if ((effects.get(i).targets() & Target.AOF) != 0) {
                mine++;
            }
        }
        if (mine == 0) {
            return;
        }
        time(unit.millis(), out);
        boolean framed = unit.atomic() && mine > 1;
        for (int i = 0, done = 0; i < count; i++) {
            Effect effect = effects.get(i);
            if ((effect.targets() & Target.AOF) == 0) {
                continue;
            }
            if (done++ == 0) {
                select(effect.database(), out);
                if (framed) {
                    out.command(MULTI);
                }
            } else {
                select(effect.database(), out);
            }
            if (effect.owner() != null) {
                annotate(effect, out);
            }
            out.command(effect.command());
        }
        if (framed) {
            out.command(EXEC);
        }
    }

    /** Adds a unit of one effect, which is for the file and needs no certain bundle. */
    public void encode(long millis, int wanted, Request words, Outgoing out) {
        time(millis, out);
        select(wanted, out);
        out.command(words);
    }

    private void time(long millis, Outgoing out) {
        if (timestamps.getAsBoolean() && millis / 1000 > second) {
            second = millis / 1000;
            out.line(TIME + second);
        }
    }

    private void select(int wanted, Outgoing out) {
        if (wanted != database) {
            database = wanted;
            out.command(new byte[][] {SELECT, Longs.toBytes(wanted)});
        }
    }

    private void annotate(Effect effect, Outgoing out) {
        StringBuilder line = new StringBuilder(OWNER).append(effect.owner());
        char separator = ' ';
        for (int position : keyPositions.apply(effect.command())) {
            line.append(separator).append(position);
            separator = ',';
        }
        // Readers take annotations of up to a thousand bytes.
        if (line.length() < 1000) {
            out.line(line.toString());
        }
    }
}
