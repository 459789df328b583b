package serval.keys;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;

import serval.sdk.command.CommandSpec;

/** The declarations of the commands about when keys expire. */
final class ExpirySpecs {
    static final CommandSpec EXPIRE = setter("EXPIRE", "seconds", "1.0.0")
            .summary("Sets after how many seconds a key expires.")
            .build();
    static final CommandSpec PEXPIRE = setter("PEXPIRE", "milliseconds", "2.6.0")
            .summary("Sets after how many milliseconds a key expires.")
            .build();
    static final CommandSpec EXPIREAT = setter("EXPIREAT", "unix-time-seconds", "1.2.0")
            .summary("Sets the second at which a key expires.")
            .build();
    static final CommandSpec PEXPIREAT = setter("PEXPIREAT", "unix-time-milliseconds", "2.6.0")
            .summary("Sets the millisecond at which a key expires.")
            .build();

    static final CommandSpec TTL = left("TTL", "1.0.0")
            .summary("Tells in how many seconds a key expires.")
            .build();
    static final CommandSpec PTTL = left("PTTL", "2.6.0")
            .summary("Tells in how many milliseconds a key expires.")
            .build();
    static final CommandSpec EXPIRETIME = getter("EXPIRETIME", "7.0.0")
            .summary("Tells the second at which a key expires.")
            .build();
    static final CommandSpec PEXPIRETIME = getter("PEXPIRETIME", "7.0.0")
            .summary("Tells the millisecond at which a key expires.")
            .build();

    static final CommandSpec PERSIST = CommandSpec.command("PERSIST key")
            .summary("Has a key never expire.")
            .group("generic")
            .since("2.2.0")
            .complexity("O(1)")
            .flags(WRITE, FAST)
            .keys(RW, UPDATE)
            .build();

    private ExpirySpecs() {}

    private static CommandSpec.Builder setter(String name, String time, String since) {
        return CommandSpec.command(name + " key " + time + " [NX | XX | GT | LT]")
                .group("generic")
                .since(since)
                .complexity("O(1)")
                .flags(WRITE, FAST)
                .keys(RW, UPDATE)
                .groups("condition")
                .argumentSince("condition", "7.0.0")
                .changed("7.0.0", "The conditions.");
    }

    private static CommandSpec.Builder getter(String name, String since) {
        return CommandSpec.command(name + " key")
                .group("generic")
                .since(since)
                .complexity("O(1)")
                .flags(READONLY, FAST)
                .keys(RO, ACCESS);
    }

    private static CommandSpec.Builder left(String name, String since) {
        return getter(name, since).tips("nondeterministic_output").changed("2.8.0", "The answer -2.");
    }
}
