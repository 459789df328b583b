package serval.admin;

import java.util.List;
import java.util.Locale;
import serval.sdk.command.Call;
import serval.sdk.reply.Reply;

/** Answers of HELP subcommands. */
final class Help {
    private Help() {}

    /** The lines of a command's subcommands, with the heading and the line on HELP itself that all have. */
    static void answer(Call call, List<String> lines) {
        Reply reply = call.reply();
        reply.array(lines.size() + 3);
        reply.status(
                call.text(0).toUpperCase(Locale.ROOT) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        lines.forEach(reply::status);
        reply.status("HELP");
        reply.status("    Print this help.");
    }
}
