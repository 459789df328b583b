package serval.testbundle;

import static serval.sdk.command.CommandSpec.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.event.KeyEventListener;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalSink;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;

/** Keeps the journal's units and the key events, and tells them: {@code TEST.JOURNAL} and {@code TEST.EVENTS} empty what they tell. */
@Component(service = {CommandFamily.class, JournalSink.class, KeyEventListener.class})
public final class Recorder implements CommandFamily, JournalSink, KeyEventListener {
    static final CommandSpec JOURNAL = command("TEST.JOURNAL").build();
    static final CommandSpec EVENTS = command("TEST.EVENTS").build();

    private static final int MOST = 10_000;

    private List<String> units = new ArrayList<>();
    private List<String> events = new ArrayList<>();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(JOURNAL, call -> units = tell(call, units))
                .add(EVENTS, call -> events = tell(call, events))
                .build();
    }

    private static List<String> tell(Call call, List<String> lines) {
        call.reply().array(lines.size());
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            call.reply().bulk(bytes);
        }
        return new ArrayList<>();
    }

    @Override
    public int targets() {
        return Target.ALL;
    }

    @Override
    public long accept(JournalUnit unit) {
        StringBuilder line = new StringBuilder();
        for (Effect effect : unit.effects()) {
            line.append(line.isEmpty() ? "" : " ; ").append(effect.database()).append(':');
            for (byte[] word : effect.command()) {
                line.append(' ').append(new String(word, StandardCharsets.ISO_8859_1));
            }
            if (effect.owner() != null) {
                line.append(" #").append(effect.owner());
            }
            if (effect.targets() == Target.REPLICAS) {
                line.append(" >replicas");
            }
        }
        keep(units, line.toString());
        return -1;
    }

    @Override
    public int classes() {
        return -1;
    }

    @Override
    public void onEvent(EventClass eventClass, String name, int database, ByteSlice key) {
        if (eventClass.isInAll()) {
            keep(events, eventClass.letter() + " " + name + " " + database + " " + key);
        }
    }

    private static void keep(List<String> lines, String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }
}
