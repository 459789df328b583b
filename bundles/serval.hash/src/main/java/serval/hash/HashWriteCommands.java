package serval.hash;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** HSET, HSETNX, HMSET, HDEL: what sets fields and removes them. */
@Component
public final class HashWriteCommands implements CommandFamily {
    static final CommandSpec HSET = command("HSET key field value [field value ...]")
            .summary("Sets fields of a hash and tells how many of them are new.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1) for each field.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .groups("data")
            .changed("4.0.0", "Several fields at once.")
            .build();

    static final CommandSpec HMSET = command("HMSET key field value [field value ...]")
            .summary("Sets fields of a hash.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields set.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .groups("data")
            .deprecated("4.0.0", "`HSET` with several fields")
            .build();

    static final CommandSpec HSETNX = command("HSETNX key field value")
            .summary("Sets a field of a hash unless it is there.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(1)")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec HDEL = command("HDEL key field [field ...]")
            .summary("Removes fields of a hash, and with the last one the hash; tells how many were there.")
            .group("hash")
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields named.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .changed("2.4.0", "Several fields at once.")
            .build();

    private static final CommandError HSET_ARITY = CommandError.of("ERR wrong number of arguments for 'hset' command");
    private static final CommandError HMSET_ARITY =
            CommandError.of("ERR wrong number of arguments for 'hmset' command");

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HSET, this::hset)
                .add(HMSET, this::hmset)
                .add(HSETNX, this::hsetnx)
                .add(HDEL, this::hdel)
                .build();
    }

    void hset(Call call) {
        call.reply().integer(set(call, HSET_ARITY));
    }

    void hmset(Call call) {
        set(call, HMSET_ARITY);
        call.reply().ok();
    }

    private static long set(Call call, CommandError arity) {
        int count = call.count();
        if (count % 2 == 1) {
            throw arity.exception();
        }
        Key key = call.key(1);
        Hash hash = key.updateOrCreate(HashType.INSTANCE);
        if (hash.table() == null) {
            int longest = 0;
            for (int i = 2; i < count; i++) {
                longest = Math.max(longest, call.length(i));
            }
            hash.prepare(count / 2 - 1, longest);
        }
        long created = 0;
        for (int i = 2; i < count; i += 2) {
            if (hash.put(call.slice(i), call.slice(i + 1), false)) {
                created++;
            }
        }
        key.changed(EventClass.HASH, "hset");
        if (count > 4) {
            call.effects().dirty(count / 2 - 2);
        }
        return created;
    }

    void hsetnx(Call call) {
        Key key = call.key(1);
        Hash hash = key.updateOrCreate(HashType.INSTANCE);
        ByteSlice field = call.slice(2);
        boolean expired = false;
        if (hash.find(field) >= 0) {
            if (Expiries.find(call, key, hash, field) >= 0) {
                call.reply().integer(0);
                return;
            }
            expired = true;
            hash = key.updateOrCreate(HashType.INSTANCE);
        }
        hash.prepare(1, Math.max(call.length(2), call.length(3)));
        hash.put(field, call.slice(3), false);
        key.changed(EventClass.HASH, "hset");
        if (expired) {
            Expiries.asSent(call);
        }
        call.reply().integer(1);
    }

    void hdel(Call call) {
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        long deleted = 0;
        boolean gone = false;
        for (int i = 2; hash != null && !gone && i < call.count(); i++) {
            long at = hash.find(call.slice(i));
            if (at >= 0) {
                hash.removeAt(at);
                deleted++;
                gone = hash.isEmpty();
            }
        }
        if (gone) {
            key.remove(false);
        }
        if (deleted > 0) {
            key.changed(EventClass.HASH, "hdel");
            call.effects().dirty(deleted - 1);
        }
        if (gone) {
            key.event(EventClass.GENERIC, "del");
        }
        call.reply().integer(deleted);
    }
}
