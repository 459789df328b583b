package serval.set;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.DELETE;
import static serval.sdk.command.KeyFlag.INSERT;
import static serval.sdk.command.KeyFlag.RW;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** SADD, SREM, SMOVE and SPOP. */
@Component
public final class SetWriteCommands implements CommandFamily {
    static final CommandSpec SADD = command("SADD key member [member ...]")
            .summary("Adds members to a set, which is made if it is missing.")
            .group("set")
            .since("1.0.0")
            .complexity(
                    "O(1) for each element added, so O(N) to add N elements when the command is called with multiple "
                            + "arguments.")
            .flags(WRITE, DENYOOM, FAST)
            .keys(RW, INSERT)
            .changed("2.4.0", "Several members.")
            .build();

    static final CommandSpec SREM = command("SREM key member [member ...]")
            .summary("Removes members from a set; with the last one the key goes.")
            .group("set")
            .since("1.0.0")
            .complexity("O(N) where N is the number of members to be removed.")
            .flags(WRITE, FAST)
            .keys(RW, DELETE)
            .changed("2.4.0", "Several members.")
            .build();

    static final CommandSpec SMOVE = command("SMOVE source destination member")
            .summary("Moves a member from one set to another.")
            .group("set")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .keys(RW, INSERT)
            .build();

    static final CommandSpec SPOP = command("SPOP key [count]")
            .summary("Removes members picked at random and tells them.")
            .group("set")
            .since("1.0.0")
            .complexity("Without the count argument O(1), otherwise O(N) where N is the value of the passed count.")
            .flags(WRITE, FAST)
            .keys(RW, ACCESS, DELETE)
            .tips("nondeterministic_output")
            .changed("3.2.0", "The argument count.")
            .build();

    private static final byte[] SREM_WORD = Ascii.bytes("SREM");
    private static final byte[] DEL_WORD = Ascii.bytes("DEL");
    /** So many members one SREM takes in the journal. */
    private static final int MEMBERS_PER_EFFECT = 1024;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(SADD, this::sadd)
                .add(SREM, this::srem)
                .add(SMOVE, this::smove)
                .add(SPOP, this::spop)
                .build();
    }

    void sadd(Call call) {
        Key key = call.key(1);
        SetObject set = key.update(SetType.INSTANCE);
        int members = call.count() - 2;
        boolean made = set == null;
        if (set == null) {
            ByteSlice first = call.slice(2);
            set = SetObject.expecting(Longs.isLong(first.array(), first.offset(), first.length()), members);
        } else {
            set.expect(members);
        }
        int added = 0;
        for (int i = 2; i < call.count(); i++) {
            ByteSlice member = call.slice(i);
            added += set.add(member.array(), member.offset(), member.length()) ? 1 : 0;
        }
        if (made) {
            // With its members: a value is weighed when it is put.
            key.put(set);
        }
        if (added > 0) {
            key.changed(EventClass.SET, "sadd");
            call.effects().dirty(added - 1);
        }
        call.reply().integer(added);
    }

    void srem(Call call) {
        Key key = call.key(1);
        SetObject set = key.update(SetType.INSTANCE);
        int removed = 0;
        if (set != null) {
            for (int i = 2; i < call.count() && set.size() > 0; i++) {
                ByteSlice member = call.slice(i);
                removed += set.remove(member.array(), member.offset(), member.length()) ? 1 : 0;
            }
            if (removed > 0) {
                key.changed(EventClass.SET, "srem");
                call.effects().dirty(removed - 1);
                removeEmpty(key, set);
            }
        }
        call.reply().integer(removed);
    }

    private static boolean removeEmpty(Key key, SetObject set) {
        if (set.size() > 0) {
            return false;
        }
        key.remove(false);
        key.event(EventClass.GENERIC, "del");
        return true;
    }

    void smove(Call call) {
        Key source = call.key(1);
        Key destination = call.key(2);
        SetObject from = source.update(SetType.INSTANCE);
        if (from == null) {
            call.reply().integer(0);
            return;
        }
        SetObject to = destination.update(SetType.INSTANCE);
        ByteSlice member = call.slice(3);
        byte[] array = member.array();
        int offset = member.offset();
        int length = member.length();
        if (from == to) {
            call.reply().integer(from.contains(array, offset, length) ? 1 : 0);
            return;
        }
        if (!from.remove(array, offset, length)) {
            call.reply().integer(0);
            return;
        }
        source.changed(EventClass.SET, "srem");
        removeEmpty(source, from);
        boolean made = to == null;
        if (to == null) {
            to = SetObject.expecting(Longs.isLong(array, offset, length), 1);
        }
        boolean added = to.add(array, offset, length);
        if (made) {
            destination.put(to);
        }
        if (added) {
            destination.changed(EventClass.SET, "sadd");
        }
        call.reply().integer(1);
    }

    void spop(Call call) {
        if (call.count() > 2) {
            popMany(call);
            return;
        }
        Key key = call.key(1);
        SetObject set = key.update(SetType.INSTANCE);
        if (set == null) {
            call.reply().nil();
            return;
        }
        ByteSlice picked = new ByteSlice();
        set.random(random, picked);
        byte[] member = picked.copy();
        set.remove(member, 0, member.length);
        key.changed(EventClass.SET, "spop");
        removeEmpty(key, set);
        if (call.effects().areWanted()) {
            call.effects().replaceWith(SREM_WORD, call.copy(1), member);
        }
        call.reply().bulk(member);
    }

    private void popMany(Call call) {
        if (call.count() > 3) {
            throw CommandError.SYNTAX.exception();
        }
        long count = call.asLong(2, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE);
        Key key = call.key(1);
        SetObject set = key.update(SetType.INSTANCE);
        Reply reply = call.reply();
        if (set == null || count == 0) {
            reply.set(0);
            return;
        }
        long size = set.size();
        if (count >= size) {
            reply.set(size);
            set.forEach(member -> {
                reply.bulk(member);
                return true;
            });
            key.changed(EventClass.SET, "spop");
            key.remove(false);
            key.event(EventClass.GENERIC, "del");
            call.effects().dirty(size - 1);
            if (call.effects().areWanted()) {
                call.effects().replaceWith(DEL_WORD, call.copy(1));
            }
            return;
        }
        reply.set(count);
        boolean wanted = call.effects().areWanted();
        List<byte[]> effect = new ArrayList<>();
        ByteSlice picked = new ByteSlice();
        for (long i = 0; i < count; i++) {
            set.random(random, picked);
            byte[] member = picked.copy();
            set.remove(member, 0, member.length);
            reply.bulk(member);
            if (wanted) {
                effect.add(member);
                if (effect.size() == MEMBERS_PER_EFFECT || i == count - 1) {
                    effect.add(0, SREM_WORD);
                    effect.add(1, call.copy(1));
                    call.effects().replaceWith(effect.toArray(byte[][]::new));
                    effect.clear();
                }
            }
        }
        key.changed(EventClass.SET, "spop");
        call.effects().dirty(count - 1);
    }
}
