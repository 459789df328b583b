package serval.example.events;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.TextDirective;
import serval.sdk.engine.Engine;
import serval.sdk.event.EventClass;
import serval.sdk.event.KeyEventListener;

/**
 * Appends key events to the stream {@code event-log-stream} of the database they happened in. The listener itself changes nothing: it
 * submits an action, which is a unit of its own and runs after the one that caused the event.
 */
@Component(service = {KeyEventListener.class, DirectiveSet.class})
public final class EventLog implements KeyEventListener, DirectiveSet {
    private static final byte[] XADD = Ascii.bytes("XADD");
    private static final byte[] MAXLEN = Ascii.bytes("MAXLEN");
    private static final byte[] ABOUT = Ascii.bytes("~");
    private static final byte[] NEW_ID = Ascii.bytes("*");
    private static final byte[] EVENT = Ascii.bytes("event");
    private static final byte[] KEY = Ascii.bytes("key");
    private static final byte[] DB = Ascii.bytes("db");

    private final TextDirective stream = new TextDirective("event-log-stream", "");
    private final TextDirective classes =
            new TextDirective("event-log-classes", "A", List.of(), letters -> EventFilter.bits(letters));
    private final TextDirective patterns = new TextDirective("event-log-patterns", "*");
    private final LongDirective length =
            new LongDirective("event-log-length", LongDirective.Unit.PLAIN, 1, Long.MAX_VALUE, 10_000);

    private final Engine engine;
    private volatile EventFilter filter = EventFilter.of("", "", "");

    /** Takes the engine. */
    @Activate
    public EventLog(@Reference Engine engine) {
        this.engine = engine;
        List.of(stream, classes, patterns).forEach(directive -> directive.onChange(this::refresh));
        refresh();
    }

    /** Events are many and settings rarely change: what they come to is worked out beforehand. */
    private void refresh() {
        filter = EventFilter.of(classes.value(), patterns.value(), stream.value());
    }

    @Override
    public List<Directive> directives() {
        return List.of(stream, classes, patterns, length);
    }

    /** Asked once, while the directive may change: so it is all of them, and the filter chooses. */
    @Override
    public int classes() {
        return EventFilter.bits("Amn");
    }

    @Override
    public void onEvent(EventClass eventClass, String name, int database, ByteSlice key) {
        EventFilter now = filter;
        if (!now.wants(eventClass, key)) {
            return;
        }
        byte[] named = key.copy();
        byte[] number = Longs.toBytes(database);
        byte[] most = Longs.toBytes(length.value());
        // An error, such as a key of another type in the stream's place, goes the way of all replies to a submitted
        // action.
        engine.submit(
                database,
                call -> call.run(
                        call.reply(),
                        XADD,
                        now.stream(),
                        MAXLEN,
                        ABOUT,
                        most,
                        NEW_ID,
                        EVENT,
                        Ascii.bytes(name),
                        KEY,
                        named,
                        DB,
                        number));
    }
}
