package serval.stream;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;

/** Finds groups, and says what is to be said where there are none. */
final class GroupLookup {
    private GroupLookup() {}

    /** The group that an argument names, of a stream that may be missing; or null. */
    static @Nullable Group find(Call call, @Nullable Stream stream, int index) {
        return stream == null ? null : stream.group(call.copy(index));
    }

    /** There is no such key, or it has no such group. */
    static CommandException noKeyOrGroup(Call call, int key, int group) {
        return CommandError.of(
                        "NOGROUP No such key '" + call.text(key) + "' or consumer group '" + call.text(group) + "'")
                .exception();
    }

    /** The key has no such group. */
    static CommandException noGroup(Call call, int key, int group) {
        return CommandError.of("NOGROUP No such consumer group '" + call.text(group) + "' for key name '"
                        + call.text(key) + "'")
                .exception();
    }

    /** The words of a subcommand make no sense. */
    static CommandException badSubcommand(Call call, String container) {
        String name = call.text(1);
        return CommandError.of("ERR unknown subcommand or wrong number of arguments for '"
                        + (name.length() > 128 ? name.substring(0, 128) : name) + "'. Try " + container + " HELP.")
                .exception();
    }

    /** The lines of a HELP subcommand. */
    static void help(Call call, String... lines) {
        call.reply().array(lines.length + 2L);
        for (String line : lines) {
            call.reply().status(line);
        }
        call.reply().status("HELP");
        call.reply().status("    Print this help.");
    }
}
