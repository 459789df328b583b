package serval.string;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RM;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;
import static serval.sdk.command.KeyFlag.VARIABLE_FLAGS;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.spi.config.Configuration;
import serval.spi.config.StringLimit;

/** APPEND, SETRANGE, GETDEL, GETEX, DELEX and DELIFEQ: what changes or removes a string that is there. */
@Component
public final class StringWriteCommands implements CommandFamily {
    private static final CommandError OFFSET_OUT_OF_RANGE = CommandError.of("ERR offset is out of range");

    static final CommandSpec APPEND = command("APPEND key value")
            .summary("Adds to the end of a key's string, or sets it if the key is missing.")
            .group("string")
            .since("2.0.0")
            .complexity("O(1), amortized over the calls, as the value has room to grow.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec SETRANGE = command("SETRANGE key offset value")
            .summary("Overwrites a part of a key's string, padding it with zero bytes where it is too short.")
            .group("string")
            .since("2.2.0")
            .complexity("O(M) where M is the length of the value argument.")
            .flags(WRITE, DENYOOM)
            .keys(RW, UPDATE)
            .build();

    static final CommandSpec GETDEL = command("GETDEL key")
            .summary("Answers a key's string and deletes the key.")
            .group("string")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .build();

    static final CommandSpec GETEX = command(
                    "GETEX key"
                            + " [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]")
            .summary("Answers a key's string and in the same step changes when it expires.")
            .group("string")
            .since("6.2.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, UPDATE)
            .keyNotes("It changes no value, only when the key expires.")
            .build();

    static final CommandSpec DELEX = command(
                    "DELEX key [IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest]")
            .summary("Deletes a key if its string, or the digest of it, is or is not the one given.")
            .group("string")
            .since("8.4.0")
            .complexity("O(1) for IFEQ/IFNE, O(N) for IFDEQ/IFDNE where N is the length of the string value.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE, VARIABLE_FLAGS)
            .groups("condition")
            .keyFinder(StringWriteCommands::findKeys)
            .build();

    static final CommandSpec DELIFEQ = command("DELIFEQ key value")
            .summary("Deletes a key if its string is the one given.")
            .group("string")
            .since("9.0.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .build();

    private final StringLimit limit;

    /** Creates the commands, which keep to the configured limit of strings. */
    @Activate
    public StringWriteCommands(@Reference Configuration configuration) {
        limit = new StringLimit(configuration);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(APPEND, this::append)
                .add(SETRANGE, this::setrange)
                .add(GETDEL, this::getdel)
                .add(GETEX, this::getex)
                .add(DELEX, this::delex)
                .add(DELIFEQ, this::delifeq)
                .build();
    }

    private static void findKeys(KeyFinder.Arguments words, KeyFinder.Positions found) {
        if (words.count() > 2) {
            found.key(1, RW, ACCESS, DELETE);
        } else {
            found.key(1, RM, DELETE);
        }
    }

    void append(Call call) {
        Key key = call.key(1);
        ByteSlice before = key.string().current();
        int length;
        if (before == null) {
            key.string().set(call, 2, -1);
            length = call.length(2);
        } else {
            limit.check(call, (long) before.length() + call.length(2));
            ByteSlice more = call.slice(2);
            length = key.string().append(more.array(), more.offset(), more.length());
        }
        key.changed(EventClass.STRING, "append");
        call.reply().integer(length);
    }

    void setrange(Call call) {
        long offset = call.asLong(2);
        if (offset < 0) {
            throw OFFSET_OUT_OF_RANGE.exception();
        }
        Key key = call.key(1);
        ByteSlice before = key.string().current();
        ByteSlice part = call.slice(3);
        if (part.length() == 0) {
            call.reply().integer(before == null ? 0 : before.length());
            return;
        }
        limit.check(call, offset + part.length());
        ByteSlice value = key.string().edit((int) offset + part.length());
        part.copyTo(value.array(), value.offset() + (int) offset);
        key.changed(EventClass.STRING, "setrange");
        call.reply().integer(value.length());
    }

    void getdel(Call call) {
        Key key = call.key(1);
        if (key.string().replyTo(call.reply())) {
            delete(call, key);
        } else {
            call.reply().nil();
        }
    }

    void getex(Call call) {
        Expiry expiry = new Expiry();
        for (int i = 2; i < call.count(); ) {
            int taken = expiry.take(call, i, Expiry.Kind.PERSIST);
            if (taken == 0) {
                throw CommandError.SYNTAX.exception();
            }
            i += taken;
        }
        Key key = call.key(1);
        if (key.string().read() == null) {
            call.reply().nil();
            return;
        }
        long expiresAt = expiry.hasTime() ? expiry.millis(call) : -1;
        key.string().replyTo(call.reply());
        if (expiry.hasTime()) {
            boolean absolute = expiry.kind() == Expiry.Kind.EXAT || expiry.kind() == Expiry.Kind.PXAT;
            if (absolute && expiresAt <= call.now()) {
                delete(call, key);
            } else {
                key.expireAt(expiresAt);
                key.changed(EventClass.GENERIC, "expire");
                if (call.effects().areWanted()) {
                    call.effects().replaceWith(Words.PEXPIREAT, call.copy(1), Longs.toBytes(expiresAt));
                }
            }
        } else if (expiry.kind() == Expiry.Kind.PERSIST && key.expiresAt() >= 0) {
            key.expireAt(-1);
            key.changed(EventClass.GENERIC, "persist");
            if (call.effects().areWanted()) {
                call.effects().replaceWith(Words.PERSIST, call.copy(1));
            }
        }
    }

    void delex(Call call) {
        Condition condition = new Condition();
        if (call.count() != 2 && call.count() != 4) {
            throw Words.wrongArity("delex").exception();
        }
        if (call.count() == 4 && condition.takeComparison(call, 2) == 0) {
            throw CommandError.SYNTAX.exception();
        }
        Key key = call.key(1);
        deleteIf(call, key, condition.holds(call, key) && key.isPresent());
    }

    void delifeq(Call call) {
        Key key = call.key(1);
        ByteSlice value = key.string().current();
        deleteIf(call, key, value != null && value.sameAs(call.slice(2)));
    }

    private static void deleteIf(Call call, Key key, boolean holds) {
        if (holds) {
            delete(call, key);
        }
        call.reply().integer(holds ? 1 : 0);
    }

    private static void delete(Call call, Key key) {
        key.remove(false);
        key.changed(EventClass.GENERIC, "del");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(Words.DEL, call.copy(1));
        }
    }
}
