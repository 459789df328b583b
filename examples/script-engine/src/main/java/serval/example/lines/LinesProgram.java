package serval.example.lines;

import java.nio.charset.StandardCharsets;
import java.util.List;
import serval.sdk.reply.CommandError;
import serval.sdk.script.ScriptProgram;
import serval.sdk.script.ScriptRun;

/** Commands that run one after another; the reply is an array of their replies. */
final class LinesProgram implements ScriptProgram {
    private static final CommandError NO_SUCH_WORD = CommandError.of("ERR no such key or argument");

    private final List<String[]> lines;

    LinesProgram(List<String[]> lines) {
        this.lines = lines;
    }

    @Override
    public void run(ScriptRun run) {
        run.reply().array(lines.size());
        for (String[] line : lines) {
            run.checkpoint();
            byte[][] words = new byte[line.length][];
            for (int i = 0; i < words.length; i++) {
                words[i] = word(run, line[i]);
            }
            run.call(run.reply(), words);
        }
    }

    private static byte[] word(ScriptRun run, String word) {
        if (word.length() < 2 || word.charAt(0) != '@' && word.charAt(0) != '$') {
            return word.getBytes(StandardCharsets.ISO_8859_1);
        }
        boolean key = word.charAt(0) == '@';
        int index = word.charAt(1) - '1';
        if (index < 0 || index >= (key ? run.keys() : run.arguments())) {
            throw NO_SUCH_WORD.exception();
        }
        return key ? run.key(index) : run.argument(index);
    }
}
