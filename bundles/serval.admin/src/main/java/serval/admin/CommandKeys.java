package serval.admin;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import serval.bytes.ByteSlice;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.KeyPositions;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;

/** What COMMAND GETKEYS and GETKEYSANDFLAGS answer of the words behind them. */
final class CommandKeys {
    private static final CommandError UNKNOWN = CommandError.of("ERR Invalid command specified");
    private static final CommandError NO_KEYS = CommandError.of("ERR The command has no key arguments");
    private static final CommandError WRONG_COUNT =
            CommandError.of("ERR Invalid number of arguments specified for command");
    private static final CommandError WRONG_ARGUMENTS = CommandError.of("ERR Invalid arguments specified for command");

    private final Commands table;
    private final Call call;

    CommandKeys(Commands table, Call call) {
        this.table = table;
        this.call = call;
    }

    private record Found(int index, Set<KeyFlag> flags) {}

    void answer(boolean withFlags) {
        KeyFinder.Arguments words = new KeyFinder.Arguments() {
            @Override
            public int count() {
                return call.count() - 2;
            }

            @Override
            public ByteSlice slice(int index) {
                return call.slice(index + 2);
            }
        };
        CommandEntry entry = table.resolve(words);
        if (entry == null) {
            throw UNKNOWN.exception();
        }
        CommandSpec spec = entry.spec();
        if (!KeyPositions.any(spec)) {
            throw NO_KEYS.exception();
        }
        if (!spec.takes(words.count())) {
            throw WRONG_COUNT.exception();
        }
        List<Found> found = new ArrayList<>();
        try {
            table.keys(entry, words, (index, flags) -> {
                Set<KeyFlag> some = EnumSet.noneOf(KeyFlag.class);
                some.addAll(List.of(flags));
                found.add(new Found(index, some));
            });
        } catch (CommandException nonsense) {
            found.clear();
        }
        if (found.isEmpty() && !spec.is(CommandFlag.NO_MANDATORY_KEYS)) {
            throw WRONG_ARGUMENTS.exception();
        }
        call.reply().array(found.size());
        for (Found key : found) {
            if (withFlags) {
                call.reply().array(2);
            }
            call.reply().bulk(call.slice(key.index() + 2));
            if (withFlags) {
                CommandInfo.keyFlags(call.reply(), key.flags());
            }
        }
    }
}
