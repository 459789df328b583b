package serval.aof.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks one file: what it says of a file, and in which words, is what redis-check-aof does. */
final class FileCheck {
    /** What came of it. */
    enum Outcome {
        VALID,
        EMPTY,
        TRUNCATED,
        TRUNCATED_TO_TIME
    }

    private static final int BUFFER = 1 << 16;

    private final CheckAof tool;
    private final PrintStream out;
    private final String name;
    private final Path path;
    private final boolean last;

    private final byte[] buffer = new byte[BUFFER];
    private final Content file;
    private long bufferAt;
    private int bufferLength;
    private long at;
    private long size;

    private long errorAt;
    private @Nullable String error;
    private long line = 1;
    private int multi;

    FileCheck(CheckAof tool, String name, Path path, boolean last) throws StopException {
        this.tool = tool;
        out = tool.out();
        this.name = name;
        this.path = path;
        this.last = last;
        try {
            file = Content.open(path);
        } catch (IOException failed) {
            throw new StopException(
                    "Cannot open file " + path + ": " + CheckAof.reason(path, failed) + ", aborting...");
        }
    }

    Outcome check(boolean preamble) throws StopException, IOException {
        try (Content opened = file) {
            size = opened.size();
            if (size == 0) {
                return Outcome.EMPTY;
            }
            if (preamble) {
                at = tool.checkRdb(path);
                out.println("RDB preamble is OK, proceeding with AOF tail...");
            }
            return tail();
        }
    }

    private Outcome tail() throws StopException, IOException {
        long sound = at;
        boolean ended = false;
        while (true) {
            if (multi == 0) {
                sound = at;
            }
            int next = peek();
            if (next < 0) {
                ended = true;
                break;
            }
            if (next == '#') {
                if (!annotation()) {
                    return Outcome.TRUNCATED_TO_TIME;
                }
            } else if (next == '*') {
                if (!command()) {
                    ended = at >= size;
                    break;
                }
            } else {
                out.println("AOF " + path + " format error");
                break;
            }
        }
        if (ended && multi != 0 && error == null) {
            fail("Reached EOF before reading EXEC for MULTI");
        }
        if (error != null) {
            out.println(error);
        }
        return verdict(sound);
    }

    private Outcome verdict(long sound) throws StopException, IOException {
        long more = size - sound;
        if (more == 0 && tool.toTimestamp() != 0) {
            out.println("Truncate nothing in AOF " + name + " to timestamp " + tool.toTimestamp());
            return Outcome.VALID;
        }
        out.println("AOF analyzed: filename=" + name + ", size=" + size + ", ok_up_to=" + sound + ", ok_up_to_line="
                + line + ", diff=" + more);
        if (more <= 0) {
            return Outcome.VALID;
        }
        if (!tool.fixes()) {
            throw new StopException("AOF " + name + " is not valid. Use the --fix option to try fixing it.");
        }
        if (!last) {
            throw new StopException("Failed to truncate AOF " + name + " because it is not the last file");
        }
        out.println("This will shrink the AOF " + name + " from " + size + " bytes, with " + more + " bytes, to "
                + sound + " bytes");
        out.print("Continue? [y/N]: ");
        out.flush();
        if (!tool.confirmed()) {
            throw new StopException("Aborting...");
        }
        truncate(sound, "Failed to truncate AOF " + name);
        return Outcome.TRUNCATED;
    }

    private void truncate(long length, String failure) throws StopException {
        try {
            file.truncate(length);
        } catch (IOException failed) {
            throw new StopException(failure);
        }
    }

    private void fail(String reason) {
        error = String.format(Locale.ROOT, "0x%16x: %s", errorAt, reason);
    }

    // Reading

    private int peek() throws IOException {
        if (at >= size) {
            return -1;
        }
        if (at < bufferAt || at >= bufferAt + bufferLength) {
            bufferAt = at;
            bufferLength = Math.max(0, file.read(at, buffer));
            if (bufferLength == 0) {
                return -1;
            }
        }
        return buffer[(int) (at - bufferAt)] & 0xff;
    }

    private int read() throws IOException {
        int next = peek();
        if (next >= 0) {
            at++;
        }
        return next;
    }

    /** A line, its end included if it has one, of at most so many bytes. */
    private String line(int most) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < most) {
            int next = read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
            if (next == '\n') {
                break;
            }
        }
        return text.toString();
    }

    private boolean annotation() throws IOException, StopException {
        long begin = at;
        errorAt = at;
        String text = line(1023);
        long wanted = tool.toTimestamp();
        if (wanted == 0 || !text.startsWith("#TS:")) {
            return true;
        }
        int end = text.indexOf('\r');
        String digits = end < 0 ? "" : text.substring(4, end);
        if (!digits.matches("-?[0-9]{1,18}")) {
            throw new StopException("Invalid timestamp annotation");
        }
        if (Long.parseLong(digits) <= wanted) {
            return true;
        }
        if (begin == 0) {
            throw new StopException("AOF " + path + " has nothing before timestamp " + wanted + ", aborting...");
        }
        if (!last) {
            throw new StopException("Failed to truncate AOF " + path + " to timestamp " + wanted + " to offset " + begin
                    + " because it is not the last file.\n"
                    + "If you insist, please delete all files after this file according to the manifest "
                    + "file and delete the corresponding records in manifest file manually. Then re-run"
                    + " redis-check-aof.");
        }
        truncate(begin, "Failed to truncate AOF " + path + " to timestamp " + wanted);
        return false;
    }

    private boolean command() throws IOException {
        long count = number('*');
        if (count == Long.MIN_VALUE) {
            return false;
        }
        for (long i = 0; i < count; i++) {
            long length = number('$');
            if (length == Long.MIN_VALUE) {
                return false;
            }
            if (length < 0 || length > Long.MAX_VALUE - 2) {
                fail("Expected to read string of " + length + " bytes, which is not in the suitable range");
                return false;
            }
            errorAt = at;
            long left = size - at;
            if (left < length + 2) {
                at = size;
                fail("Expected to read " + (length + 2) + " bytes, got " + left + " bytes");
                return false;
            }
            String word = length <= 5 ? word((int) length) : "";
            if (length > 5) {
                at += length;
            }
            if (!newline((char) read(), (char) read())) {
                return false;
            }
            if (i == 0 && !framed(word)) {
                return false;
            }
        }
        return true;
    }

    private String word(int length) throws IOException {
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            word[i] = (byte) read();
        }
        return new String(word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private boolean framed(String word) {
        if (word.equals("multi")) {
            if (multi++ != 0) {
                fail("Unexpected MULTI in AOF " + path);
                return false;
            }
        } else if (word.equals("exec") && --multi != 0) {
            fail("Unexpected EXEC in AOF " + path);
            return false;
        }
        return true;
    }

    /** A marker, a number and the end of the line; {@link Long#MIN_VALUE} if that is not there. */
    private long number(char marker) throws IOException {
        errorAt = at;
        String text = line(127);
        if (text.isEmpty()) {
            return Long.MIN_VALUE;
        }
        if (text.charAt(0) != marker) {
            fail("Expected prefix '" + marker + "', got: '" + text.charAt(0) + "'");
            return Long.MIN_VALUE;
        }
        int end = 1;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || end == 1 && text.charAt(1) == '-')) {
            end++;
        }
        char first = end < text.length() ? text.charAt(end) : 0;
        char second = end + 1 < text.length() ? text.charAt(end + 1) : 0;
        if (!newline(first, second)) {
            return Long.MIN_VALUE;
        }
        String digits = text.substring(1, end);
        try {
            return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    private boolean newline(char first, char second) {
        if (first != '\r' || second != '\n') {
            fail(String.format(Locale.ROOT, "Expected \\r\\n, got: %02x%02x", (int) first & 0xff, (int) second & 0xff));
            return false;
        }
        line++;
        return true;
    }
}
