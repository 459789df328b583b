package serval.bitmap;

import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.RW;
import static serval.sdk.command.KeyFlag.UPDATE;
import static serval.sdk.command.KeyFlag.VARIABLE_FLAGS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bitmap.BitfieldType.Fitted;
import serval.bitmap.BitfieldType.Overflow;
import serval.bytes.ByteSlice;
import serval.sdk.command.Argument.Type;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;
import serval.spi.config.Configuration;
import serval.spi.config.StringLimit;

/** BITFIELD and BITFIELD_RO: integers of any width at any bit. */
@Component
public final class BitfieldCommands implements CommandFamily {
    private static final Token GET = Token.of("GET");
    private static final Token SET = Token.of("SET");
    private static final Token INCRBY = Token.of("INCRBY");
    private static final Token OVERFLOW = Token.of("OVERFLOW");
    private static final Token WRAP = Token.of("WRAP");
    private static final Token SAT = Token.of("SAT");
    private static final Token FAIL = Token.of("FAIL");

    private static final CommandError INVALID_OVERFLOW = CommandError.of("ERR Invalid OVERFLOW type specified");
    private static final CommandError ONLY_GET = CommandError.of("ERR BITFIELD_RO only supports the GET subcommand");

    static final CommandSpec BITFIELD = command("BITFIELD key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>]"
                    + " <SET encoding offset value | INCRBY encoding offset increment> [...]]")
            .summary("Reads, sets and adds to integers of any width at any bit of a string.")
            .group("bitmap")
            .since("3.2.0")
            .complexity("O(1) for each subcommand specified")
            .flags(WRITE, DENYOOM)
            .keys(RW, ACCESS, UPDATE, VARIABLE_FLAGS)
            .keyNotes("With `GET` alone it changes nothing.")
            .keyFinder(BitfieldCommands::findKeys)
            .groups("operation", "get-block", "write", "overflow-block", "write-operation", "set-block", "incrby-block")
            .type("value", Type.INTEGER)
            .build();

    static final CommandSpec BITFIELD_RO = command("BITFIELD_RO key [GET encoding offset [GET encoding offset ...]]")
            .summary("Reads integers of any width at any bit of a string.")
            .group("bitmap")
            .since("6.0.0")
            .complexity("O(1) for each subcommand specified")
            .flags(READONLY, FAST)
            .keys(RO, ACCESS)
            .groups("get-block")
            .build();

    private final StringLimit limit;

    /** Creates the commands, which keep to the configured limit of strings. */
    @Activate
    public BitfieldCommands(@Reference Configuration configuration) {
        limit = new StringLimit(configuration);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(BITFIELD, call -> bitfield(call, false))
                .add(BITFIELD_RO, call -> bitfield(call, true))
                .build();
    }

    private static void findKeys(KeyFinder.Arguments words, KeyFinder.Positions found) {
        boolean reads = true;
        for (int i = 2; reads && i < words.count(); i++) {
            int left = words.count() - i - 1;
            ByteSlice word = words.slice(i);
            if (GET.matches(word) && left >= 2) {
                i += 2;
            } else if (OVERFLOW.matches(word) && left >= 1) {
                i++;
            } else {
                reads = false;
            }
        }
        if (reads) {
            found.key(1, RO, ACCESS);
        } else {
            found.key(1, RW, ACCESS, UPDATE);
        }
    }

    /** What is to be done with a field; {@code token} is GET, SET or INCRBY. */
    private record Operation(Token token, BitfieldType type, long offset, long operand, Overflow overflow) {
        boolean writes() {
            return token != GET;
        }

        long lastBit() {
            return offset + type.bits() - 1;
        }
    }

    private void bitfield(Call call, boolean readOnly) {
        List<Operation> operations = parse(call);
        long lastWritten = -1;
        for (Operation operation : operations) {
            if (operation.writes()) {
                lastWritten = Math.max(lastWritten, operation.lastBit());
            }
        }
        if (lastWritten < 0) {
            ByteSlice value = call.key(1).string().read();
            call.reply().array(operations.size());
            for (Operation operation : operations) {
                call.reply().integer(read(value, operation));
            }
        } else if (readOnly) {
            throw ONLY_GET.exception();
        } else {
            write(call, operations, (int) (lastWritten >>> 3) + 1);
        }
    }

    private List<Operation> parse(Call call) {
        List<Operation> operations = new ArrayList<>();
        Overflow overflow = Overflow.WRAP;
        for (int i = 2; i < call.count(); ) {
            int left = call.count() - i - 1;
            if (call.is(i, OVERFLOW) && left >= 1) {
                overflow = overflow(call, i + 1);
                i += 2;
                continue;
            }
            Token token = token(call, i, left);
            BitfieldType type = BitfieldType.of(call.slice(i + 1));
            long offset = BitOffset.of(call, i + 2, type.bits(), limit);
            long operand = token == GET ? 0 : call.asLong(i + 3);
            operations.add(new Operation(token, type, offset, operand, overflow));
            i += token == GET ? 3 : 4;
        }
        return operations;
    }

    private static Token token(Call call, int at, int left) {
        if (call.is(at, GET) && left >= 2) {
            return GET;
        }
        if (call.is(at, SET) && left >= 3) {
            return SET;
        }
        if (call.is(at, INCRBY) && left >= 3) {
            return INCRBY;
        }
        throw CommandError.SYNTAX.exception();
    }

    private static Overflow overflow(Call call, int at) {
        if (call.is(at, WRAP)) {
            return Overflow.WRAP;
        }
        if (call.is(at, SAT)) {
            return Overflow.SAT;
        }
        if (call.is(at, FAIL)) {
            return Overflow.FAIL;
        }
        throw INVALID_OVERFLOW.exception();
    }

    private static long read(@Nullable ByteSlice value, Operation operation) {
        if (value == null) {
            return 0;
        }
        BitfieldType type = operation.type();
        return type.value(Bits.read(value.array(), value.offset(), value.length(), operation.offset(), type.bits()));
    }

    private static void write(Call call, List<Operation> operations, int length) {
        Key key = call.key(1);
        ByteSlice before = key.string().current();
        boolean grows = before == null || before.length() < length;
        ByteSlice value = key.string().edit(length);
        Reply reply = call.reply();
        reply.array(operations.size());
        int changes = 0;
        for (Operation operation : operations) {
            long old = read(value, operation);
            if (!operation.writes()) {
                reply.integer(old);
                continue;
            }
            BitfieldType type = operation.type();
            Fitted fitted = operation.token() == SET
                    ? type.fit(operation.operand(), operation.overflow())
                    : type.add(old, operation.operand(), operation.overflow());
            if (fitted == null) {
                reply.nil();
                continue;
            }
            reply.integer(operation.token() == SET ? old : fitted.value());
            Bits.write(value.array(), value.offset(), operation.offset(), type.bits(), fitted.value());
            if (grows || old != fitted.value()) {
                changes++;
            }
        }
        if (changes > 0) {
            key.changed(EventClass.STRING, "setbit");
            call.effects().dirty(changes - 1L);
        }
    }
}
