package serval.keys;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Restored;

/** RENAME, RENAMENX, MOVE, COPY. */
@Component
public final class PlaceCommands implements CommandFamily {
    private static final Token DB = Token.of("DB");
    private static final Token REPLACE = Token.of("REPLACE");

    static final CommandSpec RENAME = CommandSpec.command("RENAME key newkey")
            .summary("Gives a key another name, whatever has that name.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE)
            .keys(RW, ACCESS, DELETE)
            .keys(OW, UPDATE)
            .build();

    static final CommandSpec RENAMENX = CommandSpec.command("RENAMENX key newkey")
            .summary("Gives a key another name that nothing has yet.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .keys(OW, INSERT)
            .changed("3.2.0", "Two names that are the same are no error.")
            .build();

    static final CommandSpec MOVE = CommandSpec.command("MOVE key db")
            .summary("Takes a key to another database.")
            .group("generic")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec COPY = CommandSpec.command("COPY source destination [DB destination-db] [REPLACE]")
            .summary("Copies a key's value to another key.")
            .group("generic")
            .since("6.2.0")
            .complexity(
                    "O(N) worst case for collections, where N is the number of nested items. O(1) for string values.")
            .flags(WRITE, DENYOOM)
            .keys(RO, ACCESS)
            .keys(OW, UPDATE)
            .build();

    private static final CommandError SAME = CommandError.of("ERR source and destination objects are the same");

    private final Keyspace keyspace;
    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public PlaceCommands(@Reference Keyspace keyspace, @Reference Settings settings) {
        this.keyspace = keyspace;
        this.settings = settings;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(RENAME, call -> rename(call, false))
                .add(RENAMENX, call -> rename(call, true))
                .add(MOVE, this::move)
                .add(COPY, this::copy)
                .build();
    }

    private void rename(Call call, boolean onlyNew) {
        Key from = call.key(1);
        if (!from.existsForUpdate()) {
            throw CommandError.NO_SUCH_KEY.exception();
        }
        Key to = call.key(2);
        boolean renamed = !from.name().sameAs(to.name());
        Overwriting overwriting = new Overwriting(to);
        if (renamed && to.existsForUpdate()) {
            renamed = !onlyNew;
            if (renamed) {
                to.remove(settings.lazyServerDel());
            }
        }
        if (renamed) {
            Database database = database(call.keys().database());
            moved(call, database, from, database, to);
            from.event(EventClass.GENERIC, "rename_from");
            to.event(EventClass.GENERIC, "rename_to");
            overwriting.tell();
        }
        if (onlyNew) {
            call.reply().integer(renamed ? 1 : 0);
        } else {
            call.reply().ok();
        }
    }

    private static void moved(Call call, Database source, Key from, Database target, Key to) {
        source.move(from, target, to);
        from.modified();
        to.modified();
        // Two keys changed, yet it is one change.
        call.effects().dirty(-1);
    }

    void move(Call call) {
        Database source = database(call.keys().database());
        Database target = database(number(call, 2));
        if (source == target) {
            throw SAME.exception();
        }
        Key from = call.key(1);
        boolean there = from.existsForUpdate();
        Key to = target.open(call.copy(1));
        boolean moves = there && !to.existsForUpdate();
        if (moves) {
            moved(call, source, from, target, to);
            from.event(EventClass.GENERIC, "move_from");
            to.event(EventClass.GENERIC, "move_to");
        }
        call.reply().integer(moves ? 1 : 0);
    }

    void copy(Call call) {
        Database source = database(call.keys().database());
        Database target = source;
        boolean replace = false;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, REPLACE)) {
                replace = true;
            } else if (call.is(i, DB) && i + 1 < call.count()) {
                target = database(number(call, ++i));
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        Key from = call.key(1);
        if (source == target && from.name().sameAs(call.slice(2))) {
            throw SAME.exception();
        }
        if (!from.touch()) {
            call.reply().integer(0);
            return;
        }
        Key to = target == source ? call.key(2) : target.open(call.copy(2));
        Overwriting overwriting = new Overwriting(to);
        if (to.existsForUpdate()) {
            if (!replace) {
                call.reply().integer(0);
                return;
            }
            to.remove(settings.lazyServerDel());
        }
        Value value = source.valueOf(from);
        if (value != null) {
            target.restore(to, new Restored(copyOf(value), from.expiresAt(), -1, -1));
        }
        to.changed(EventClass.GENERIC, "copy_to");
        overwriting.tell();
        call.reply().integer(1);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Value> Value copyOf(Value value) {
        return ((ValueType<V>) value.type()).copy((V) value);
    }

    private static int number(Call call, int index) {
        return Numbers.asInt(call, index);
    }

    private Database database(int number) {
        return keyspace.database(number);
    }
}
