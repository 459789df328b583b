package ${package};

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;

import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.type.ValueType;

/** The commands on notes. */
@Component
public final class NoteCommands implements CommandFamily {
    static final CommandSpec ADD = command("NOTES.ADD key note [note ...]")
            .summary("Adds notes and tells how many there are.")
            .complexity("O(N) where N is the number of notes added.")
            .flags(WRITE, DENYOOM)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec LIST = command("NOTES.LIST key")
            .summary("Tells all notes in the order in which they were added.")
            .complexity("O(N) where N is the number of notes.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    private final ServiceRegistration<?> type;

    /** Publishes the type. It is an object of its own: values outlive components, and even their bundle. */
    @Activate
    public NoteCommands(BundleContext context) {
        type = context.registerService(ValueType.class, NotesType.TYPE, new Hashtable<>());
    }

    @Deactivate
    void deactivate() {
        type.unregister();
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(ADD, this::add).add(LIST, this::list).build();
    }

    void add(Call call) {
        Key key = call.key(1);
        Notes notes = key.updateOrCreate(NotesType.TYPE);
        for (int i = 2; i < call.count(); i++) {
            notes.add(call.copy(i));
        }
        // Once for each change: WATCH, events, the journal and client-side caching depend on it.
        key.changed(EventClass.MODULE, "notes.add");
        call.reply().integer(notes.all().size());
    }

    void list(Call call) {
        Notes notes = call.key(1).read(NotesType.TYPE);
        if (notes == null) {
            call.reply().array(0);
            return;
        }
        call.reply().array(notes.all().size());
        for (byte[] note : notes.all()) {
            call.reply().bulk(note);
        }
    }
}
