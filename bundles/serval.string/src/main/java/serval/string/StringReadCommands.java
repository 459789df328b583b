package serval.string;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;

import org.osgi.service.component.annotations.Component;
import serval.bytes.ByteSlice;
import serval.bytes.Xxh3;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.key.Key;
import serval.sdk.reply.Reply;

/** GET, GETRANGE, SUBSTR, STRLEN, MGET and DIGEST: what only looks at strings. */
@Component
public final class StringReadCommands implements CommandFamily {
    static final CommandSpec GET = command("GET key")
            .summary("Answers a key's string.")
            .group("string")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec GETRANGE = command("GETRANGE key start end")
            .summary("Answers a part of a key's string.")
            .group("string")
            .since("2.4.0")
            .complexity("O(N) where N is the length of the returned string.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .build();

    static final CommandSpec SUBSTR = command("SUBSTR key start end")
            .summary("Answers a part of a key's string, under GETRANGE's former name.")
            .group("string")
            .since("1.0.0")
            .complexity("O(N) where N is the length of the returned string.")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .deprecated("2.0.0", "`GETRANGE`")
            .build();

    static final CommandSpec STRLEN = command("STRLEN key")
            .summary("Tells how long a key's string is.")
            .group("string")
            .since("2.2.0")
            .complexity("O(1)")
            .flags(READONLY, FAST)
            .keys(RO)
            .build();

    static final CommandSpec MGET = command("MGET key [key ...]")
            .summary("Answers the strings of several keys at one point in time.")
            .group("string")
            .since("1.0.0")
            .complexity("O(N) where N is the number of keys to retrieve.")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .tips("request_policy:multi_shard")
            .build();

    static final CommandSpec DIGEST = command("DIGEST key")
            .summary("Tells the XXH3 hash of a key's string in hexadecimal digits.")
            .group("string")
            .since("8.4.0")
            .complexity("O(N) where N is the length of the string value.")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .build();

    private static final byte[] HEXADECIMAL = serval.bytes.Ascii.bytes("0123456789abcdef");
    private static final byte[] NOTHING = new byte[0];

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(GET, this::get)
                .add(GETRANGE, this::getrange)
                .add(SUBSTR, this::getrange)
                .add(STRLEN, this::strlen)
                .add(MGET, this::mget)
                .add(DIGEST, this::digest)
                .build();
    }

    void get(Call call) {
        if (!call.key(1).string().replyTo(call.reply())) {
            call.reply().nil();
        }
    }

    void getrange(Call call) {
        long start = call.asLong(2);
        long end = call.asLong(3);
        Reply reply = call.reply();
        ByteSlice value = call.key(1).string().read();
        if (value == null || start < 0 && end < 0 && start > end) {
            reply.bulk(NOTHING);
            return;
        }
        int length = value.length();
        start = start < 0 ? Math.max(start + length, 0) : start;
        end = end < 0 ? Math.max(end + length, 0) : Math.min(end, length - 1L);
        if (start > end || length == 0) {
            reply.bulk(NOTHING);
        } else {
            reply.bulk(value.array(), value.offset() + (int) start, (int) (end - start + 1));
        }
    }

    void strlen(Call call) {
        call.reply().integer(call.key(1).string().length());
    }

    void mget(Call call) {
        Reply reply = call.reply();
        reply.array(call.count() - 1L);
        for (int i = 1; i < call.count(); i++) {
            Key key = call.key(i);
            if (key.peek() != null) {
                key.touch();
                reply.nil();
            } else if (!key.string().replyTo(reply)) {
                reply.nil();
            }
        }
    }

    void digest(Call call) {
        ByteSlice value = call.key(1).string().read();
        if (value == null) {
            call.reply().nil();
            return;
        }
        long digest = Xxh3.hash(value.array(), value.offset(), value.length());
        byte[] digits = new byte[Condition.DIGEST_LENGTH];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = HEXADECIMAL[(int) (digest >>> (60 - 4 * i)) & 15];
        }
        call.reply().bulk(digits);
    }
}
