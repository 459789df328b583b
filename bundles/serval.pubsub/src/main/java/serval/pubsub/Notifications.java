package serval.pubsub;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.SpecialDirective;
import serval.sdk.event.EventClass;
import serval.sdk.event.KeyEventListener;
import serval.spi.engine.EngineSwitches;

/** Publishes what happens to keys, as far as {@code notify-keyspace-events} says. */
@Component(service = {KeyEventListener.class, DirectiveSet.class})
public final class Notifications implements KeyEventListener, DirectiveSet {
    private final SpecialDirective<NotifyClasses> classes =
            new SpecialDirective<>("notify-keyspace-events", new NotifyClasses.Syntax(), NotifyClasses.NONE);
    private final Channels channels;

    /** Creates the listener. */
    @Activate
    public Notifications(@Reference Channels channels, @Reference EngineSwitches switches) {
        this.channels = channels;
        classes.onChange(switches::eventClassesChanged);
    }

    @Override
    public List<Directive> directives() {
        return List.of(classes);
    }

    @Override
    public int classes() {
        return classes.value().published();
    }

    @Override
    public void onEvent(EventClass eventClass, String name, int database, ByteSlice key) {
        NotifyClasses wanted = classes.value();
        if ((wanted.published() & eventClass.bit()) == 0 || channels.isSilent()) {
            return;
        }
        byte[] event = Ascii.bytes(name);
        if (wanted.byKey()) {
            byte[] prefix = Ascii.bytes("__keyspace@" + database + "__:");
            byte[] channel = java.util.Arrays.copyOf(prefix, prefix.length + key.length());
            key.copyTo(channel, prefix.length);
            channels.publish(channel, event);
        }
        if (wanted.byEvent()) {
            channels.publish(Ascii.bytes("__keyevent@" + database + "__:" + name), key.copy());
        }
    }
}
