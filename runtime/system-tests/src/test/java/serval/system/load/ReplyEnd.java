package serval.system.load;

/** Finds where a RESP2 reply ends. */
final class ReplyEnd {
    private ReplyEnd() {}

    /** The index behind the reply that begins at {@code from}, or -1 if not all of it is there. */
    static int find(byte[] bytes, int from, int limit) {
        int line = from;
        while (line + 1 < limit && (bytes[line] != '\r' || bytes[line + 1] != '\n')) {
            line++;
        }
        if (line + 1 >= limit) {
            return -1;
        }
        int end = line + 2;
        byte kind = bytes[from];
        if (kind != '$' && kind != '*') {
            return end;
        }
        int number = Integer.parseInt(
                new String(bytes, from + 1, line - from - 1, java.nio.charset.StandardCharsets.US_ASCII));
        if (kind == '$') {
            end += number < 0 ? 0 : number + 2;
            return end <= limit ? end : -1;
        }
        for (int i = 0; i < number; i++) {
            end = find(bytes, end, limit);
            if (end < 0) {
                return -1;
            }
        }
        return end;
    }
}
