package serval.hyperloglog;

import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.LONG;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.CommandSpec.command;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.RW;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;

/** PFDEBUG and PFSELFTEST: a look inside. */
@Component
public final class HyperLogLogDebugCommands implements CommandFamily {
    private static final Token GETREG = Token.of("GETREG");
    private static final Token DECODE = Token.of("DECODE");
    private static final Token ENCODING = Token.of("ENCODING");
    private static final Token TODENSE = Token.of("TODENSE");
    private static final CommandError NO_KEY = CommandError.of("ERR The specified key does not exist");
    private static final CommandError NOT_SPARSE = CommandError.of("ERR HLL encoding is not sparse");

    static final CommandSpec PFDEBUG = command("PFDEBUG subcommand key")
            .summary("Shows how a HyperLogLog is kept, for its own tests.")
            .group("hyperloglog")
            .since("2.8.9")
            .complexity("N/A")
            .flags(WRITE, DENYOOM, ADMIN)
            .keys(RW, ACCESS)
            .internal()
            .build();

    static final CommandSpec PFSELFTEST = command("PFSELFTEST")
            .summary("Tests the HyperLogLog algorithm on elements of its own making.")
            .group("hyperloglog")
            .since("2.8.9")
            .complexity("N/A")
            .flags(ADMIN, LONG)
            .internal()
            .build();

    private final HyperLogLogDirectives directives;

    /** Creates the commands. */
    @Activate
    public HyperLogLogDebugCommands(@Reference HyperLogLogDirectives directives) {
        this.directives = directives;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(PFDEBUG, this::pfdebug)
                .add(PFSELFTEST, this::pfselftest)
                .build();
    }

    void pfdebug(Call call) {
        Key key = call.key(2);
        ByteSlice value = key.string().current();
        if (value == null) {
            throw NO_KEY.exception();
        }
        Header.check(value);
        if (call.is(1, GETREG)) {
            if (Header.isSparse(value)) {
                value = toDense(call, key, value);
            }
            call.reply().array(Dense.REGISTERS);
            for (int i = 0; i < Dense.REGISTERS; i++) {
                call.reply().integer(Dense.get(value.array(), value.offset(), i));
            }
        } else if (call.is(1, DECODE)) {
            if (!Header.isSparse(value)) {
                throw NOT_SPARSE.exception();
            }
            call.reply().bulk(decoded(value));
        } else if (call.is(1, ENCODING)) {
            call.reply().status(Header.isSparse(value) ? "sparse" : "dense");
        } else if (call.is(1, TODENSE)) {
            boolean sparse = Header.isSparse(value);
            if (sparse) {
                toDense(call, key, value);
            }
            call.reply().integer(sparse ? 1 : 0);
        } else {
            throw CommandError.of("ERR Unknown PFDEBUG subcommand '" + call.text(1) + "'")
                    .exception();
        }
    }

    /** Turns the value dense, which is journalled though it says nothing else. */
    private static ByteSlice toDense(Call call, Key key, ByteSlice value) {
        Sketch sketch = Sketch.of(value);
        sketch.makeDense();
        HyperLogLogCommands.store(key, sketch.bytes, sketch.length);
        call.effects().dirty(1);
        return new ByteSlice(sketch.bytes);
    }

    private static String decoded(ByteSlice value) {
        StringBuilder text = new StringBuilder();
        int end = value.offset() + value.length();
        byte[] array = value.array();
        for (int at = value.offset() + Header.BYTES; at < end; at += Sparse.size(array[at])) {
            byte run = array[at];
            text.append(text.isEmpty() ? "" : " ");
            if (Sparse.isValue(run)) {
                text.append("v:").append(Sparse.value(run)).append(',');
            } else {
                text.append(Sparse.isLong(run) ? "Z:" : "z:");
            }
            text.append(Sparse.length(array, at, end));
        }
        return text.toString();
    }

    void pfselftest(Call call) {
        String failure = new SelfTest(directives.sparseMaxBytes(), call::checkpoint).run();
        if (failure == null) {
            call.reply().ok();
        } else {
            call.reply().error("ERR TESTFAILED " + failure);
        }
    }
}
