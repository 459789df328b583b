package serval.keys;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** EXPIRE, EXPIREAT, PEXPIRE, PEXPIREAT, TTL, PTTL, EXPIRETIME, PEXPIRETIME, PERSIST. */
@Component
public final class ExpiryCommands implements CommandFamily {
    private static final Token NX = Token.of("NX");
    private static final Token XX = Token.of("XX");
    private static final Token GT = Token.of("GT");
    private static final Token LT = Token.of("LT");

    private static final byte[] DEL = {'D', 'E', 'L'};
    private static final byte[] UNLINK = {'U', 'N', 'L', 'I', 'N', 'K'};
    private static final byte[] PEXPIREAT = {'P', 'E', 'X', 'P', 'I', 'R', 'E', 'A', 'T'};

    private static final CommandError NX_WITH_OTHER =
            CommandError.of("ERR NX and XX, GT or LT options at the same time are not compatible");
    private static final CommandError GT_WITH_LT =
            CommandError.of("ERR GT and LT options at the same time are not compatible");

    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public ExpiryCommands(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(ExpirySpecs.EXPIRE, call -> expire(call, call.now(), 1000))
                .add(ExpirySpecs.PEXPIRE, call -> expire(call, call.now(), 1))
                .add(ExpirySpecs.EXPIREAT, call -> expire(call, 0, 1000))
                .add(ExpirySpecs.PEXPIREAT, call -> expire(call, 0, 1))
                .add(ExpirySpecs.TTL, call -> tell(call, call.now(), true))
                .add(ExpirySpecs.PTTL, call -> tell(call, call.now(), false))
                .add(ExpirySpecs.EXPIRETIME, call -> tell(call, 0, true))
                .add(ExpirySpecs.PEXPIRETIME, call -> tell(call, 0, false))
                .add(ExpirySpecs.PERSIST, this::persist)
                .build();
    }

    private void expire(Call call, long base, long unit) {
        Condition condition = Condition.read(call);
        long when = millis(call, base, unit);
        Key key = call.key(1);
        if (!key.existsForUpdate() || !condition.holds(key.expiresAt(), when)) {
            call.reply().integer(0);
            return;
        }
        if (when <= call.now() && settings.removesExpired(call)) {
            boolean lazy = settings.lazyExpire();
            key.remove(lazy);
            key.changed(EventClass.GENERIC, "del");
            call.effects().replaceWith(lazy ? UNLINK : DEL, call.copy(1));
        } else {
            key.expireAt(when);
            key.changed(EventClass.GENERIC, "expire");
            call.effects().replaceWith(absolute(call, when));
        }
        call.reply().integer(1);
    }

    private static byte[][] absolute(Call call, long when) {
        byte[][] words = new byte[call.count()][];
        words[0] = PEXPIREAT;
        words[1] = call.copy(1);
        words[2] = Longs.toBytes(when);
        for (int i = 3; i < words.length; i++) {
            words[i] = call.copy(i);
        }
        return words;
    }

    private static long millis(Call call, long base, long unit) {
        long given = call.asLong(2);
        if (given > Long.MAX_VALUE / unit || given < Long.MIN_VALUE / unit || given * unit > Long.MAX_VALUE - base) {
            throw CommandError.of("ERR invalid expire time in '" + call.spec().name() + "' command")
                    .exception();
        }
        return given * unit + base;
    }

    /** What must hold of the present expiry for the new one to be set. */
    private record Condition(boolean none, boolean some, boolean later, boolean earlier) {
        static Condition read(Call call) {
            boolean none = false;
            boolean some = false;
            boolean later = false;
            boolean earlier = false;
            for (int i = 3; i < call.count(); i++) {
                if (call.is(i, NX)) {
                    none = true;
                } else if (call.is(i, XX)) {
                    some = true;
                } else if (call.is(i, GT)) {
                    later = true;
                } else if (call.is(i, LT)) {
                    earlier = true;
                } else {
                    throw CommandError.of("ERR Unsupported option " + call.text(i))
                            .exception();
                }
            }
            if (none && (some || later || earlier)) {
                throw NX_WITH_OTHER.exception();
            }
            if (later && earlier) {
                throw GT_WITH_LT.exception();
            }
            return new Condition(none, some, later, earlier);
        }

        /** A key that never expires counts as one that expires later than any other. */
        boolean holds(long present, long next) {
            if (present < 0) {
                return !some && !later;
            }
            return !none && (!later || next > present) && (!earlier || next < present);
        }
    }

    private static void tell(Call call, long base, boolean seconds) {
        Key key = call.key(1);
        if (!key.exists()) {
            call.reply().integer(-2);
            return;
        }
        long when = key.expiresAt();
        if (when < 0) {
            call.reply().integer(-1);
        } else {
            long millis = Math.max(0, when - base);
            call.reply().integer(seconds ? millis / 1000 + (millis % 1000 + 500) / 1000 : millis);
        }
    }

    void persist(Call call) {
        Key key = call.key(1);
        boolean expires = key.existsForUpdate() && key.expiresAt() >= 0;
        if (expires) {
            key.expireAt(-1);
            key.changed(EventClass.GENERIC, "persist");
        }
        call.reply().integer(expires ? 1 : 0);
    }
}
