package serval.hash;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** HGETDEL, HGETEX, HSETEX: two things at once. */
@Component
public final class HashFieldCommands implements CommandFamily {
    static final CommandSpec HGETDEL = command("HGETDEL key FIELDS numfields field [field ...]")
            .summary("Reads fields of a hash and removes them.")
            .group("hash")
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields named.")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .build();

    static final CommandSpec HGETEX = command(
                    "HGETEX key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds"
                            + " | PERSIST] FIELDS numfields field [field ...]")
            .summary("Reads fields of a hash and sets when they expire.")
            .group("hash")
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields named.")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, UPDATE)
            .build();

    static final CommandSpec HSETEX = command(
                    "HSETEX key [FNX | FXX] [EX seconds | PX milliseconds | EXAT unix-time-seconds"
                            + " | PXAT unix-time-milliseconds | KEEPTTL] FIELDS numfields field value [field value ...]")
            .summary("Sets fields of a hash and when they expire.")
            .group("hash")
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields set.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, UPDATE)
            .type("numfields", Type.INTEGER)
            .build();

    private static final Token EX = Token.of("EX");
    private static final Token PX = Token.of("PX");
    private static final Token EXAT = Token.of("EXAT");
    private static final Token PXAT = Token.of("PXAT");
    private static final Token PERSIST = Token.of("PERSIST");
    private static final Token KEEPTTL = Token.of("KEEPTTL");
    private static final Token FNX = Token.of("FNX");
    private static final Token FXX = Token.of("FXX");

    private static final CommandError BAD_COUNT = CommandError.of("ERR invalid number of fields");
    private static final CommandError ARITY = CommandError.of("ERR wrong number of arguments for 'hsetex' command");
    private static final CommandError NO_TIME = CommandError.of("ERR missing expire time");
    private static final CommandError ONE_CONDITION =
            CommandError.of("ERR Only one of FXX or FNX arguments can be specified");
    private static final CommandError ONE_EXPIRY =
            CommandError.of("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");

    private static final byte[] HSET = Ascii.bytes("HSET");

    private final FieldExpiry expiry;
    private final Scratch scratch = new Scratch();

    /** Creates the family. */
    @Activate
    public HashFieldCommands(@Reference FieldExpiry expiry) {
        this.expiry = expiry;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(HGETDEL, this::hgetdel)
                .add(HGETEX, this::hgetex)
                .add(HSETEX, this::hsetex)
                .build();
    }

    /** Removes a field whose time is up and says that it is not there. */
    private static long live(Call call, Key key, Hash hash, ByteSlice field, Changes changes) {
        long at = hash.find(field);
        if (at < 0 || !hash.isExpired(at, call.now()) || Expiring.isShown(call)) {
            return at;
        }
        if (Expiring.isPast(call, call.now())) {
            Expiries.drop(call, key, hash, at, field);
            changes.expired = true;
        }
        return -1;
    }

    /** What a call has done to the fields of its hash. */
    private static final class Changes {
        boolean expired;
        final List<byte[]> deleted = new ArrayList<>();
        final List<byte[]> updated = new ArrayList<>();

        boolean any() {
            return expired || !deleted.isEmpty() || !updated.isEmpty();
        }
    }

    private void value(Call call, Hash hash, long at) {
        if (at < 0) {
            call.reply().nil();
        } else {
            call.reply().bulk(hash.value(at, scratch));
        }
    }

    private static void nothing(Call call, int first) {
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            call.reply().nil();
        }
    }

    void hgetdel(Call call) {
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        int first = FieldWords.read(call, 2, FieldWords.NOT_POSITIVE);
        if (hash == null) {
            nothing(call, first);
            return;
        }
        Changes changes = new Changes();
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            ByteSlice field = call.slice(i);
            long at = live(call, key, hash, field, changes);
            value(call, hash, at);
            if (at >= 0) {
                changes.deleted.add(field.copy());
                hash.removeAt(at);
            }
        }
        if (changes.any()) {
            if (!changes.deleted.isEmpty() && call.effects().areWanted()) {
                ExpireEffects.delete(call, FieldWords.array(changes.deleted));
            }
            tell(call, key, hash, changes, "hdel");
        }
    }

    /** Raises the events, with that of the change itself if there was one, and removes the key of an empty hash. */
    private static void tell(Call call, Key key, Hash hash, Changes changes, String event) {
        key.modified();
        if (changes.expired) {
            key.event(EventClass.HASH, "hexpired");
        }
        int count = changes.deleted.size() + changes.updated.size();
        if (count > 0) {
            key.event(EventClass.HASH, event);
            call.effects().dirty(count - 1);
        }
        if (hash.isEmpty()) {
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
        }
    }

    // HGETEX

    void hgetex(Call call) {
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        boolean timed = isTime(call, 2);
        boolean persist = call.is(2, PERSIST);
        long time = timed ? time(call, 2) : 0;
        int first = FieldWords.read(call, timed ? 4 : persist ? 3 : 2, FieldWords.NOT_POSITIVE);
        if (hash == null) {
            nothing(call, first);
            return;
        }
        boolean past = timed && Expiring.isPast(call, time);
        if (timed || persist) {
            hash.widen();
        }
        Changes changes = new Changes();
        call.reply().array(call.count() - first);
        for (int i = first; i < call.count(); i++) {
            ByteSlice field = call.slice(i);
            long at = live(call, key, hash, field, changes);
            value(call, hash, at);
            if (at >= 0 && past) {
                changes.deleted.add(field.copy());
                hash.removeAt(at);
            } else if (at >= 0 && (timed || persist && hash.expiry(at) != 0)) {
                changes.updated.add(field.copy());
                hash.expire(at, time);
            }
        }
        told(call, key, hash, time, changes);
    }

    private void told(Call call, Key key, Hash hash, long time, Changes changes) {
        if (!changes.any()) {
            return;
        }
        if (call.effects().areWanted()) {
            if (!changes.deleted.isEmpty()) {
                ExpireEffects.delete(call, FieldWords.array(changes.deleted));
            }
            if (!changes.updated.isEmpty()) {
                byte[][] fields = FieldWords.array(changes.updated);
                if (time == 0) {
                    ExpireEffects.persist(call, fields);
                } else {
                    ExpireEffects.expire(call, time, fields);
                }
            }
        }
        tell(call, key, hash, changes, !changes.deleted.isEmpty() ? "hdel" : time == 0 ? "hpersist" : "hexpire");
        if (!changes.updated.isEmpty()) {
            expiry.note(call.keys().database(), key.name(), hash);
        }
    }

    private static boolean isTime(Call call, int index) {
        return call.is(index, EX) || call.is(index, PX) || call.is(index, EXAT) || call.is(index, PXAT);
    }

    /** The time behind a word for which {@link #isTime} holds. */
    private static long time(Call call, int index) {
        boolean relative = call.is(index, EX) || call.is(index, PX);
        boolean seconds = call.is(index, EX) || call.is(index, EXAT);
        return ExpireTime.read(call, index + 1, seconds ? 1000 : 1, relative ? call.now() : 0);
    }

    // HSETEX

    /** The words before the fields. */
    private static final class Options {
        @Nullable
        Token condition;

        boolean timed;
        boolean keep;
        long time;
        int first;
    }

    private static Options options(Call call) {
        Options options = new Options();
        int at = 2;
        while (true) {
            if (at >= call.count()) {
                throw FieldWords.MISSING.exception();
            }
            if (call.is(at, FieldWords.FIELDS)) {
                options.first = fields(call, at);
                return options;
            }
            if (isTime(call, at) || call.is(at, KEEPTTL)) {
                if (options.timed || options.keep) {
                    throw ONE_EXPIRY.exception();
                }
                options.keep = call.is(at, KEEPTTL);
                options.timed = !options.keep;
                if (options.timed) {
                    if (at == call.count() - 1) {
                        throw NO_TIME.exception();
                    }
                    options.time = time(call, at);
                    at++;
                }
            } else if (call.is(at, FNX) || call.is(at, FXX)) {
                if (options.condition != null) {
                    throw ONE_CONDITION.exception();
                }
                options.condition = call.is(at, FNX) ? FNX : FXX;
            } else {
                throw CommandError.of("ERR unknown argument: " + call.text(at)).exception();
            }
            at++;
        }
    }

    private static int fields(Call call, int at) {
        if (at >= call.count() - 3) {
            throw ARITY.exception();
        }
        long count = call.asLong(at + 1, 1, Integer.MAX_VALUE, BAD_COUNT);
        int words = call.count() - at - 2;
        if (words % 2 != 0 || count != words / 2) {
            throw ARITY.exception();
        }
        return at + 2;
    }

    void hsetex(Call call) {
        Options options = options(call);
        Key key = call.key(1);
        Hash hash = key.update(HashType.INSTANCE);
        Changes changes = new Changes();
        if (hash == null ? options.condition == FXX : !isMet(call, key, hash, options, changes)) {
            if (changes.expired) {
                key.event(EventClass.HASH, "hexpired");
                Expiries.dropKey(key, hash == null ? new Hash() : hash);
                key.modified();
            }
            call.reply().integer(0);
            return;
        }
        if (hash == null) {
            hash = key.updateOrCreate(HashType.INSTANCE);
        }
        set(call, hash, options, changes);
        call.reply().integer(1);
        journal(call, options, changes);
        boolean past = !changes.deleted.isEmpty();
        key.modified();
        call.effects().dirty((call.count() - options.first) / 2 - 1L);
        if (changes.expired) {
            key.event(EventClass.HASH, "hexpired");
        }
        key.event(EventClass.HASH, "hset");
        if (options.timed) {
            key.event(EventClass.HASH, past ? "hdel" : "hexpire");
        }
        if (hash.isEmpty()) {
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
        } else if (options.timed) {
            expiry.note(call.keys().database(), key.name(), hash);
        }
    }

    private static boolean isMet(Call call, Key key, Hash hash, Options options, Changes changes) {
        for (int i = options.first; options.condition != null && i < call.count(); i += 2) {
            boolean there = live(call, key, hash, call.slice(i), changes) >= 0;
            if (there == (options.condition == FNX)) {
                return false;
            }
        }
        return true;
    }

    private static void set(Call call, Hash hash, Options options, Changes changes) {
        int longest = 0;
        for (int i = options.first; i < call.count(); i++) {
            longest = Math.max(longest, call.length(i));
        }
        hash.prepare((call.count() - options.first) / 2, longest);
        boolean past = options.timed && Expiring.isPast(call, options.time);
        if (options.timed) {
            hash.widen();
        }
        for (int i = options.first; i < call.count(); i += 2) {
            ByteSlice field = call.slice(i);
            hash.put(field, call.slice(i + 1), options.keep);
            if (options.timed) {
                long at = hash.find(field);
                if (past) {
                    hash.removeAt(at);
                    changes.deleted.add(field.copy());
                } else {
                    hash.expire(at, options.time);
                }
            }
        }
    }

    /** As an HSET, which takes expiries away, and an HPEXPIREAT; or as an HDEL. */
    private static void journal(Call call, Options options, Changes changes) {
        if (!call.effects().areWanted()) {
            return;
        }
        if (!changes.deleted.isEmpty()) {
            ExpireEffects.delete(call, FieldWords.array(changes.deleted));
            return;
        }
        if (options.keep) {
            // There is no other command that leaves expiries alone.
            Expiries.asSent(call);
            return;
        }
        int words = call.count() - options.first;
        byte[][] set = new byte[2 + words][];
        byte[][] fields = new byte[words / 2][];
        set[0] = HSET;
        set[1] = call.copy(1);
        for (int i = 0; i < words; i++) {
            set[2 + i] = call.copy(options.first + i);
            fields[i / 2] = set[2 + (i & ~1)];
        }
        call.effects().replaceWith(set);
        if (options.timed) {
            ExpireEffects.expire(call, options.time, fields);
        }
    }
}
