package serval.hash;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;

/** HEXPIRE, HPEXPIRE, HEXPIREAT, HPEXPIREAT, HPERSIST: when fields expire. */
@Component
public final class HashExpireCommands implements CommandFamily {
    static final CommandSpec HEXPIRE = expire("HEXPIRE key seconds")
            .summary("Has fields expire after some seconds.")
            .build();
    static final CommandSpec HPEXPIRE = expire("HPEXPIRE key milliseconds")
            .summary("Has fields expire after some milliseconds.")
            .build();
    static final CommandSpec HEXPIREAT = expire("HEXPIREAT key unix-time-seconds")
            .summary("Has fields expire at a time given in seconds.")
            .build();
    static final CommandSpec HPEXPIREAT = expire("HPEXPIREAT key unix-time-milliseconds")
            .summary("Has fields expire at a time given in milliseconds.")
            .build();

    static final CommandSpec HPERSIST = command("HPERSIST key FIELDS numfields field [field ...]")
            .summary("Has fields never expire.")
            .group("hash")
            .since("7.4.0")
            .complexity("O(N) where N is the number of fields named.")
            .flags(WRITE, FAST)
            .keys(RW, UPDATE)
            .build();

    private static final Token NX = Token.of("NX");
    private static final Token XX = Token.of("XX");
    private static final Token GT = Token.of("GT");
    private static final Token LT = Token.of("LT");

    private static final int NO_FIELD = -2;
    private static final int NO_EXPIRY = -1;
    private static final int NOT_MET = 0;
    private static final int DONE = 1;
    private static final int DELETED = 2;

    private final FieldExpiry expiry;

    /** Creates the family. */
    @Activate
    public HashExpireCommands(@Reference FieldExpiry expiry) {
        this.expiry = expiry;
    }

    private static CommandSpec.Builder expire(String syntax) {
        return command(syntax + " [NX | XX | GT | LT] FIELDS numfields field [field ...]")
                .group("hash")
                .since("7.4.0")
                .complexity("O(N) where N is the number of fields named.")
                .flags(WRITE, DENYOOM, FAST)
                .keys(RW, UPDATE);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HEXPIRE, call -> expire(call, 1000, call.now()))
                .add(HPEXPIRE, call -> expire(call, 1, call.now()))
                .add(HEXPIREAT, call -> expire(call, 1000, 0))
                .add(HPEXPIREAT, call -> expire(call, 1, 0))
                .add(HPERSIST, this::hpersist)
                .build();
    }

    private void expire(Call call, long unit, long base) {
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        long time = ExpireTime.read(call, 2, unit, base);
        Token condition = condition(call);
        int first = FieldWords.read(call, condition == null ? 3 : 4, FieldWords.NOT_ABOVE_ZERO);
        if (hash == null) {
            FieldWords.all(call, first, NO_FIELD);
            return;
        }
        boolean past = Expiring.isPast(call, time);
        hash.widen();
        List<byte[]> expiring = new ArrayList<>();
        List<byte[]> deleted = new ArrayList<>();
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            ByteSlice field = call.slice(i);
            long at = hash.find(field);
            int answer;
            if (at < 0 || hash.isExpired(at, call.now()) && !Expiring.isShown(call)) {
                answer = NO_FIELD;
            } else if (!isMet(condition, hash.expiry(at), time)) {
                answer = NOT_MET;
            } else if (past) {
                hash.removeAt(at);
                deleted.add(field.copy());
                answer = DELETED;
            } else {
                hash.expire(at, time);
                expiring.add(field.copy());
                answer = DONE;
            }
            call.reply().integer(answer);
        }
        Expiring.tell(call, key, hash, time, expiring, deleted);
        if (!expiring.isEmpty()) {
            expiry.note(call.keys().database(), key.name(), hash);
        }
    }

    private static @Nullable Token condition(Call call) {
        for (Token token : new Token[] {NX, XX, GT, LT}) {
            if (call.is(3, token)) {
                return token;
            }
        }
        return null;
    }

    /** A field that never expires does so later than any other. */
    private static boolean isMet(@Nullable Token condition, long before, long time) {
        if (condition == NX) {
            return before == 0;
        }
        if (condition == XX) {
            return before != 0;
        }
        if (condition == GT) {
            return before != 0 && time > before;
        }
        return condition != LT || before == 0 || time < before;
    }

    void hpersist(Call call) {
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        int first = FieldWords.read(call, 2, FieldWords.NOT_POSITIVE);
        if (hash == null) {
            FieldWords.all(call, first, NO_FIELD);
            return;
        }
        boolean changed = false;
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            long at = hash.find(call.slice(i));
            if (at < 0 || hash.isExpired(at, call.now()) && !Expiring.isShown(call)) {
                call.reply().integer(NO_FIELD);
            } else if (hash.expiry(at) == 0) {
                call.reply().integer(NO_EXPIRY);
            } else {
                hash.expire(at, 0);
                changed = true;
                call.reply().integer(DONE);
            }
        }
        if (changed) {
            key.changed(EventClass.HASH, "hpersist");
        }
    }
}
