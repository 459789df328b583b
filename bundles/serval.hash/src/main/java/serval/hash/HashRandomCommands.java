package serval.hash;

import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.key.Keys;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** HRANDFIELD. */
@Component
public final class HashRandomCommands implements CommandFamily {
    static final CommandSpec HRANDFIELD = command("HRANDFIELD key [count [WITHVALUES]]")
            .summary("Reads random fields of a hash.")
            .group("hash")
            .since("6.2.0")
            .complexity("O(N) where N is the number of fields answered.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .groups("options")
            .tips("nondeterministic_output")
            .build();

    private static final Token WITHVALUES = Token.of("WITHVALUES");
    private static final CommandError COUNT_RANGE = CommandError.of(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    /** More distinct fields than this part of all are drawn from a list of all. */
    private static final int LARGE_PART = 3;

    private final SplittableRandom random = new SplittableRandom();
    private final Scratch scratch = new Scratch();
    private final HashReply replies = new HashReply();

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(HRANDFIELD, this::hrandfield).build();
    }

    void hrandfield(Call call) {
        boolean single = call.count() == 2;
        long count = single ? 1 : call.asLong(2);
        if (count == Long.MIN_VALUE) {
            throw COUNT_RANGE.exception();
        }
        if (call.count() > 4 || call.count() == 4 && !call.is(3, WITHVALUES)) {
            throw CommandError.SYNTAX.exception();
        }
        boolean values = call.count() == 4;
        if (values && (count < -(Long.MAX_VALUE / 2) || count > Long.MAX_VALUE / 2)) {
            throw CommandError.OUT_OF_RANGE.exception();
        }
        Key key = call.key(1);
        Hash hash = key.read(HashType.INSTANCE);
        if (hash != null && hash.nextExpiry() < call.now() && call.keys().expired() == Keys.Expired.REMOVE) {
            Expiries.dropAll(call, key, hash, Integer.MAX_VALUE);
        }
        Reply reply = call.reply();
        if (hash == null || hash.isEmpty()) {
            if (single) {
                reply.nil();
            } else {
                reply.array(0);
            }
        } else if (single) {
            repeated(reply, hash, 1, false);
        } else if (count < 0) {
            open(reply, -count, values);
            repeated(reply, hash, -count, values);
        } else if (count >= hash.size() && count != 0) {
            all(reply, hash, values);
        } else {
            open(reply, count, values);
            distinct(reply, hash, (int) count, values);
        }
    }

    /** Pairs are arrays of their own in RESP3. */
    private static void open(Reply reply, long count, boolean values) {
        reply.array(values && reply.version() == 2 ? count * 2 : count);
    }

    private static void openPair(Reply reply, boolean values) {
        if (values && reply.version() > 2) {
            reply.array(2);
        }
    }

    private void all(Reply reply, Hash hash, boolean values) {
        if (!values || reply.version() == 2) {
            if (values) {
                open(reply, hash.size(), true);
                hash.each((field, value, expiry) -> {
                    reply.bulk(field);
                    reply.bulk(value);
                    return true;
                });
            } else {
                replies.all(reply, hash, HashReply.FIELDS, 0);
            }
            return;
        }
        open(reply, hash.size(), true);
        hash.each((field, value, expiry) -> {
            reply.array(2);
            reply.bulk(field);
            reply.bulk(value);
            return true;
        });
    }

    // Any number of times

    private void repeated(Reply reply, Hash hash, long count, boolean values) {
        FieldTable table = hash.table();
        if (table != null) {
            for (long i = 0; i < count; i++) {
                entry(reply, table.any(random), values);
            }
            return;
        }
        if (count == 1) {
            int at = offset(hash, random.nextInt((int) hash.size()));
            pair(reply, hash, at, values);
            return;
        }
        int[] offsets = offsets(hash);
        for (long i = 0; i < count; i++) {
            pair(reply, hash, offsets[random.nextInt(offsets.length)], values);
        }
    }

    // Each once

    private void distinct(Reply reply, Hash hash, int count, boolean values) {
        FieldTable table = hash.table();
        if (table == null) {
            ordered(reply, hash, count, values);
        } else if ((long) count * LARGE_PART > table.size()) {
            shuffled(reply, table, count, values);
        } else {
            Set<byte[]> chosen = Collections.newSetFromMap(new IdentityHashMap<>(count));
            while (chosen.size() < count) {
                byte[] entry = table.any(random);
                if (chosen.add(entry)) {
                    entry(reply, entry, values);
                }
            }
        }
    }

    /** Chooses in the order of the pairs, each with the chance that its choice still has. */
    private void ordered(Reply reply, Hash hash, int count, boolean values) {
        byte[] pairs = hash.pairs();
        assert pairs != null;
        int wanted = count;
        int left = (int) hash.size();
        for (int at = 0; wanted > 0; at = Pairs.next(pairs, hash.gap(), at)) {
            if (random.nextInt(left--) < wanted) {
                pair(reply, hash, at, values);
                wanted--;
            }
        }
    }

    private void shuffled(Reply reply, FieldTable table, int count, boolean values) {
        byte[][] entries = new byte[(int) table.size()][];
        int[] filled = new int[1];
        table.forEach(entry -> entries[filled[0]++] = entry);
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(entries.length - i);
            byte[] entry = entries[other];
            entries[other] = entries[i];
            entry(reply, entry, values);
        }
    }

    // Writing

    private static int offset(Hash hash, int index) {
        byte[] pairs = hash.pairs();
        assert pairs != null;
        int at = 0;
        for (int i = 0; i < index; i++) {
            at = Pairs.next(pairs, hash.gap(), at);
        }
        return at;
    }

    private static int[] offsets(Hash hash) {
        byte[] pairs = hash.pairs();
        assert pairs != null;
        int[] offsets = new int[(int) hash.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = Pairs.next(pairs, hash.gap(), offsets[i - 1]);
        }
        return offsets;
    }

    private void pair(Reply reply, Hash hash, int at, boolean values) {
        byte @Nullable [] pairs = hash.pairs();
        assert pairs != null;
        openPair(reply, values);
        reply.bulk(Pairs.word(pairs, at, scratch.field, scratch.fieldDigits));
        if (values) {
            reply.bulk(hash.value(at, scratch));
        }
    }

    private void entry(Reply reply, byte[] entry, boolean values) {
        openPair(reply, values);
        reply.bulk(FieldEntry.field(entry, scratch.field));
        if (values) {
            reply.bulk(FieldEntry.value(entry, scratch.value));
        }
    }
}
