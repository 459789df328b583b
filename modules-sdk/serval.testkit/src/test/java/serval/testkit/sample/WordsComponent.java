package serval.testkit.sample;

import static serval.sdk.command.CommandSpec.command;

import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFlag;
import serval.sdk.engine.Engine;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.timer.Timers;
import serval.sdk.type.ValueType;

/** The commands of the sample module, and its type. */
@Component
public final class WordsComponent implements CommandFamily {
    static final CommandSpec ADD = command("WORDS.ADD key word [word ...]")
            .flags(CommandFlag.WRITE, CommandFlag.DENYOOM)
            .keys(KeyFlag.RW, KeyFlag.INSERT)
            .build();
    static final CommandSpec ALL = command("WORDS.ALL key")
            .flags(CommandFlag.READONLY)
            .keys(KeyFlag.RO, KeyFlag.ACCESS)
            .build();
    static final CommandSpec LATER =
            command("WORDS.LATER milliseconds word").flags(CommandFlag.WRITE).build();
    static final CommandSpec FAULT = command("WORDS.FAULT").build();

    private final ServiceRegistration<?> registration;
    private final Timers timers;
    private final Engine engine;

    /** Publishes the type, which outlives the component. */
    @Activate
    public WordsComponent(BundleContext context, @Reference Timers timers, @Reference Engine engine) {
        this.timers = timers;
        this.engine = engine;
        registration = context.registerService(ValueType.class, Words.TYPE, new Hashtable<>());
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ADD, this::add)
                .add(ALL, this::all)
                .add(LATER, this::later)
                .add(FAULT, this::fault)
                .build();
    }

    void add(Call call) {
        Key key = call.key(1);
        Words words = key.updateOrCreate(Words.TYPE);
        int added = 0;
        for (int i = 2; i < call.count(); i++) {
            added += words.add(call.copy(i)) ? 1 : 0;
        }
        key.changed(EventClass.MODULE, "words.add");
        call.reply().integer(added);
    }

    void all(Call call) {
        Words words = call.key(1).read(Words.TYPE);
        call.reply().array(words == null ? 0 : words.words.size());
        if (words != null) {
            words.words.forEach(call.reply()::bulk);
        }
    }

    void later(Call call) {
        byte[] word = call.copy(2);
        timers.after(
                call.asLong(1),
                () -> engine.submit(0, late -> {
                    Key key = late.keys().open(new byte[] {'k'});
                    key.updateOrCreate(Words.TYPE).add(word);
                    key.changed(EventClass.MODULE, "words.add");
                }));
        call.reply().ok();
    }

    void fault(Call call) {
        throw new IllegalStateException("on purpose");
    }
}
