package serval.keys;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.TOUCHES_ARBITRARY_KEYS;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RM;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.type.ValueType;

/** DEL, UNLINK, EXISTS, TOUCH, TYPE, RANDOMKEY. */
@Component
public final class KeyCommands implements CommandFamily {
    static final CommandSpec DEL = CommandSpec.command("DEL key [key ...]")
            .summary("Removes keys.")
            .group("generic")
            .since("1.0.0")
            .complexity(
                    "O(N) where N is the number of keys that will be removed. When a key to remove holds a value other "
                            + "than a string, the individual complexity for this key is O(M) where M is the number of elements in the "
                            + "list, set, sorted set or hash. Removing a single key that holds a string value is O(1).")
            .flags(WRITE)
            .keys(RM, DELETE)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .build();

    static final CommandSpec UNLINK = CommandSpec.command("UNLINK key [key ...]")
            .summary("Removes keys and frees their memory in the background.")
            .group("generic")
            .since("4.0.0")
            .complexity(
                    "O(1) for each key removed regardless of its size. Then the command does O(N) work in a different "
                            + "thread in order to reclaim memory, where N is the number of allocations the deleted objects where "
                            + "composed of.")
            .flags(WRITE, FAST)
            .keys(RM, DELETE)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .build();

    static final CommandSpec EXISTS = CommandSpec.command("EXISTS key [key ...]")
            .summary("Counts how many of the keys exist.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(N) where N is the number of keys to check.")
            .flags(READONLY, FAST)
            .keys(RO)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .changed("3.0.3", "Several keys in one call.")
            .build();

    static final CommandSpec TOUCH = CommandSpec.command("TOUCH key [key ...]")
            .summary("Counts how many of the keys exist, as a use of each.")
            .group("generic")
            .since("3.2.1")
            .complexity("O(N) where N is the number of keys that will be touched.")
            .flags(READONLY, FAST)
            .keys(RO)
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .build();

    static final CommandSpec TYPE = CommandSpec.command("TYPE key")
            .summary("Tells the type of a key's value.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec RANDOMKEY = CommandSpec.command("RANDOMKEY")
            .summary("Tells the name of a key picked at random.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
            .tips("request_policy:all_shards", "response_policy:special", "nondeterministic_output")
            .build();

    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public KeyCommands(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DEL, call -> remove(call, settings.lazyUserDel()))
                .add(UNLINK, call -> remove(call, true))
                .add(EXISTS, this::exists)
                .add(TOUCH, this::touch)
                .add(TYPE, this::type)
                .add(RANDOMKEY, this::randomkey)
                .build();
    }

    private static void remove(Call call, boolean lazy) {
        long removed = 0;
        for (int i = 1; i < call.count(); i++) {
            Key key = call.key(i);
            if (key.remove(lazy)) {
                key.changed(EventClass.GENERIC, "del");
                removed++;
            }
        }
        call.reply().integer(removed);
    }

    void exists(Call call) {
        long found = 0;
        for (int i = 1; i < call.count(); i++) {
            if (call.key(i).exists()) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    void touch(Call call) {
        long found = 0;
        for (int i = 1; i < call.count(); i++) {
            if (call.key(i).touch()) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    void type(Call call) {
        Key key = call.key(1);
        ValueType<?> type = key.exists() ? key.type() : null;
        call.reply().status(type == null ? "none" : type.name());
    }

    /** Keys that turn out to have expired are removed on the way, so the search goes on for as long as there are fewer. */
    void randomkey(Call call) {
        Keys keys = call.keys();
        byte[] name;
        long before;
        do {
            before = keys.size();
            name = keys.random();
        } while (name == null && keys.size() < before);
        if (name == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(name);
        }
    }
}
