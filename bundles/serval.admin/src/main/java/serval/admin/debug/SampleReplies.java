package serval.admin.debug;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** A reply of each kind that the protocol knows: DEBUG PROTOCOL. */
final class SampleReplies {
    private static final CommandError UNKNOWN =
            CommandError.of("ERR Wrong protocol type name. Please use one of the following: "
                    + "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    private static final CommandError NEEDS_RESP3 = CommandError.of("ERR RESP2 is not supported by this command");

    private SampleReplies() {}

    static void answer(Call call, String kind) {
        Reply reply = call.reply();
        switch (kind.toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.real(3.141);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(3);
                numbers(reply);
            }
            case "set" -> {
                reply.set(3);
                numbers(reply);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> {
                if (reply.version() == 3) {
                    reply.attribute(1);
                    reply.bulk("key-popularity");
                    reply.array(2);
                    reply.bulk("key:123");
                    reply.integer(90);
                }
                reply.bulk("Some real reply following the attribute");
            }
            case "push" -> {
                if (reply.version() < 3) {
                    throw NEEDS_RESP3.exception();
                }
                reply.push(2);
                reply.bulk("server-cpu-usage");
                reply.integer(42);
                reply.bulk("Some real reply following the push reply");
            }
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring".getBytes(StandardCharsets.US_ASCII));
            default -> throw UNKNOWN.exception();
        }
    }

    private static void numbers(Reply reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }
}
