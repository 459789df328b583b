package serval.string;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;
import static serval.sdk.command.KeyFlag.VARIABLE_FLAGS;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** SET with its options, and the commands it has replaced: SETEX, PSETEX, SETNX and GETSET. */
@Component
public final class SetCommands implements CommandFamily {
    private static final Token GET = Token.of("GET");
    private static final List<Token> COMPARISONS =
            List.of(Token.of("IFEQ"), Token.of("IFNE"), Token.of("IFDEQ"), Token.of("IFDNE"));

    static final CommandSpec SET = command(
                    "SET key value"
                            + " [NX | XX | IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest] [GET]"
                            + " [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]")
            .summary("Sets a key to a string, whatever it held before.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(RW, ACCESS, UPDATE, VARIABLE_FLAGS)
            .keyNotes("With `GET` or a comparison it reads the value too.")
            .keyFinder(SetCommands::findKeys)
            .argumentSince("condition", "2.6.12")
            .argumentSince("GET", "6.2.0")
            .argumentSince("IFEQ", "8.4.0")
            .argumentSince("IFNE", "8.4.0")
            .argumentSince("IFDEQ", "8.4.0")
            .argumentSince("IFDNE", "8.4.0")
            .argumentSince("EX", "2.6.12")
            .argumentSince("PX", "2.6.12")
            .argumentSince("EXAT", "6.2.0")
            .argumentSince("PXAT", "6.2.0")
            .argumentSince("KEEPTTL", "6.0.0")
            .changed("2.6.12", "`EX`, `PX`, `NX` and `XX` came.")
            .changed("6.0.0", "`KEEPTTL` came.")
            .changed("6.2.0", "`GET`, `EXAT` and `PXAT` came.")
            .changed("7.0.0", "`NX` and `GET` may stand together.")
            .changed("8.4.0", "`IFEQ`, `IFNE`, `IFDEQ` and `IFDNE` came.")
            .build();

    static final CommandSpec SETEX = command("SETEX key seconds value")
            .summary("Sets a key to a string that expires after some seconds.")
            .group("string")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .deprecated("2.6.12", "`SET` with the `EX` argument")
            .build();

    static final CommandSpec PSETEX = command("PSETEX key milliseconds value")
            .summary("Sets a key to a string that expires after some milliseconds.")
            .group("string")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM)
            .keys(OW, UPDATE)
            .deprecated("2.6.12", "`SET` with the `PX` argument")
            .build();

    static final CommandSpec SETNX = command("SETNX key value")
            .summary("Sets a key to a string unless the key exists.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(OW, INSERT)
            .deprecated("2.6.12", "`SET` with the `NX` argument")
            .build();

    static final CommandSpec GETSET = command("GETSET key value")
            .summary("Sets a key to a string and answers the one it held before.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, ACCESS, UPDATE)
            .deprecated("6.2.0", "`SET` with the `!GET` argument")
            .build();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SET, this::set)
                .add(SETEX, this::setex)
                .add(PSETEX, this::psetex)
                .add(SETNX, this::setnx)
                .add(GETSET, this::getset)
                .build();
    }

    private static void findKeys(KeyFinder.Arguments words, KeyFinder.Positions found) {
        for (int i = 3; i < words.count(); i++) {
            ByteSlice word = words.slice(i);
            boolean reads = GET.matches(word);
            for (Token comparison : COMPARISONS) {
                reads |= comparison.matches(word);
            }
            if (reads) {
                found.key(1, RW, ACCESS, UPDATE);
                return;
            }
        }
        found.key(1, OW, UPDATE);
    }

    void set(Call call) {
        Key key = call.key(1);
        if (call.count() == 3) {
            key.string().set(call, 2, -1);
            key.changed(EventClass.STRING, "set");
            call.reply().ok();
            return;
        }
        Condition condition = new Condition();
        Expiry expiry = new Expiry();
        boolean get = parse(call, condition, expiry);
        long expiresAt = expiry.ofNewValue(call);
        if (get && !key.string().replyTo(call.reply())) {
            call.reply().nil();
        }
        if (!condition.holds(call, key)) {
            if (!get) {
                call.reply().nil();
            }
            return;
        }
        key.string().set(call, 2, expiresAt);
        key.changed(EventClass.STRING, "set");
        if (expiry.hasTime()) {
            key.event(EventClass.GENERIC, "expire");
        }
        if (call.effects().areWanted()) {
            tellEffects(call, condition, expiry, get, expiresAt);
        }
        if (!get) {
            call.reply().ok();
        }
    }

    /** Reads the options; returns whether GET is one of them. */
    private static boolean parse(Call call, Condition condition, Expiry expiry) {
        boolean get = false;
        for (int i = 3; i < call.count(); ) {
            int taken = expiry.take(call, i, Expiry.Kind.KEEPTTL);
            if (taken == 0) {
                taken = condition.takeExistence(call, i);
            }
            if (taken == 0 && call.is(i, GET)) {
                get = true;
                taken = 1;
            }
            if (taken == 0) {
                taken = condition.takeComparison(call, i);
            }
            if (taken == 0) {
                throw CommandError.SYNTAX.exception();
            }
            i += taken;
        }
        return get;
    }

    private static void tellEffects(Call call, Condition condition, Expiry expiry, boolean get, long expiresAt) {
        boolean plain = condition.kind().compares();
        if (expiry.hasTime()) {
            if (plain || get || expiry.kind() != Expiry.Kind.PXAT) {
                call.effects().replaceWith(Words.SET, call.copy(1), call.copy(2), Words.PXAT, Longs.toBytes(expiresAt));
            }
        } else if (plain && expiry.kind() == Expiry.Kind.KEEPTTL) {
            call.effects().replaceWith(Words.SET, call.copy(1), call.copy(2), Words.KEEPTTL);
        } else if (plain) {
            call.effects().replaceWith(Words.SET, call.copy(1), call.copy(2));
        } else if (get) {
            List<byte[]> words = new ArrayList<>();
            for (int i = 0; i < call.count(); i++) {
                if (i < 3 || !call.is(i, GET)) {
                    words.add(call.copy(i));
                }
            }
            call.effects().replaceWith(words.toArray(byte[][]::new));
        }
    }

    void setex(Call call) {
        setExpiring(call, Expiry.Kind.EX);
    }

    void psetex(Call call) {
        setExpiring(call, Expiry.Kind.PX);
    }

    private static void setExpiring(Call call, Expiry.Kind kind) {
        long expiresAt = Expiry.millis(call, 2, kind);
        Key key = call.key(1);
        key.string().set(call, 3, expiresAt);
        key.changed(EventClass.STRING, "set");
        key.event(EventClass.GENERIC, "expire");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(Words.SET, call.copy(1), call.copy(3), Words.PXAT, Longs.toBytes(expiresAt));
        }
        call.reply().ok();
    }

    void setnx(Call call) {
        Key key = call.key(1);
        if (key.isPresent()) {
            call.reply().integer(0);
            return;
        }
        key.string().set(call, 2, -1);
        key.changed(EventClass.STRING, "set");
        call.reply().integer(1);
    }

    void getset(Call call) {
        Key key = call.key(1);
        if (!key.string().replyTo(call.reply())) {
            call.reply().nil();
        }
        key.string().set(call, 2, -1);
        key.changed(EventClass.STRING, "set");
        if (call.effects().areWanted()) {
            call.effects().replaceWith(Words.SET, call.copy(1), call.copy(2));
        }
    }
}
