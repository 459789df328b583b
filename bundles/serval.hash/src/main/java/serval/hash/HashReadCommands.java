package serval.hash;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.reply.Reply;

/** HGET, HMGET, HLEN, HSTRLEN, HEXISTS: what looks at single fields. */
@Component
public final class HashReadCommands implements CommandFamily {
    static final CommandSpec HGET = command("HGET key field")
            .summary("Reads a field of a hash.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec HMGET = command("HMGET key field [field ...]")
            .summary("Reads fields of a hash.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields named.")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec HLEN = command("HLEN key")
            .summary("Tells the number of fields in a hash.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec HSTRLEN = command("HSTRLEN key field")
            .summary("Tells the length of a field's value.")
            .group("hash")
            .since("3.2.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec HEXISTS = command("HEXISTS key field")
            .summary("Tells whether a hash has a field.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    private final Scratch scratch = new Scratch();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HGET, this::hget)
                .add(HMGET, this::hmget)
                .add(HLEN, this::hlen)
                .add(HSTRLEN, this::hstrlen)
                .add(HEXISTS, this::hexists)
                .build();
    }

    private @Nullable ByteSlice value(Call call) {
        Key key = call.key(1);
        Hash hash = key.read(HashType.INSTANCE);
        if (hash == null) {
            return null;
        }
        long at = Expiries.find(call, key, hash, call.slice(2));
        return at < 0 ? null : hash.value(at, scratch);
    }

    void hget(Call call) {
        reply(call.reply(), value(call));
    }

    private static void reply(Reply reply, @Nullable ByteSlice value) {
        if (value == null) {
            reply.nil();
        } else {
            reply.bulk(value);
        }
    }

    void hmget(Call call) {
        Key key = call.key(1);
        Hash hash = key.read(HashType.INSTANCE);
        Reply reply = call.reply();
        int count = call.count();
        reply.array(count - 2);
        if (hash != null && hash.nextExpiry() < call.now()) {
            hmgetExpiring(call, key, hash);
            return;
        }
        for (int i = 2; i < count; i++) {
            long at = hash == null ? -1 : hash.find(call.slice(i));
            reply(reply, at < 0 ? null : hash.value(at, scratch));
        }
    }

    /** Tells of fields that expired once they have all been answered, as Redis does. */
    private void hmgetExpiring(Call call, Key key, Hash hash) {
        Keys.Expired mode = call.keys().expired();
        boolean dropped = false;
        for (int i = 2; i < call.count(); i++) {
            long at = hash.find(call.slice(i));
            if (at >= 0 && mode != Keys.Expired.SHOW && hash.isExpired(at, call.now())) {
                if (mode == Keys.Expired.REMOVE) {
                    Expiries.drop(call, key, hash, at, call.slice(i));
                    dropped = true;
                }
                at = -1;
            }
            reply(call.reply(), at < 0 ? null : hash.value(at, scratch));
        }
        if (dropped) {
            key.event(EventClass.HASH, "hexpired");
            Expiries.dropKey(key, hash);
            key.modified();
        }
    }

    void hlen(Call call) {
        Hash hash = call.key(1).read(HashType.INSTANCE);
        call.reply().integer(hash == null ? 0 : hash.size());
    }

    void hstrlen(Call call) {
        ByteSlice value = value(call);
        call.reply().integer(value == null ? 0 : value.length());
    }

    void hexists(Call call) {
        call.reply().integer(value(call) == null ? 0 : 1);
    }
}
