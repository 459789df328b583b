package serval.rdb.check;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import serval.keyspace.rdb.RdbInput;

/** {@code serval-check-rdb FILE}: exit status 0 if the file is sound, 1 if it is not. */
public final class CheckRdb {
    private CheckRdb() {}

    /** Runs the tool. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("Usage: serval-check-rdb <rdb-file-name>");
            System.exit(1);
        }
        System.exit(check(arguments[0], System.out) ? 0 : 1);
    }

    /** Checks a file and gives what it would print, line by line. */
    public static void report(Path file, Consumer<String> lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        check(file.toString(), new PrintStream(text, true, StandardCharsets.ISO_8859_1));
        text.toString(StandardCharsets.ISO_8859_1).lines().forEach(lines);
    }

    /** Checks the RDB at the head of a file, prints what it finds, and returns where it ends; -1 if it is not sound. */
    public static long checkHead(String file, PrintStream out) {
        out.println("[offset 0] Checking RDB file " + file);
        try (FileInputStream in = new FileInputStream(file)) {
            Summed source = new Summed(in, in.getChannel().size());
            RdbInput input = new RdbInput(source, true);
            return new FileCheck(input, source, out).run() ? input.position() : -1;
        } catch (IOException failed) {
            out.println("Cannot open file: " + failed.getMessage());
            return -1;
        }
    }

    /** Checks a file and prints what it finds; returns whether the file is sound. */
    static boolean check(String file, PrintStream out) {
        out.println("[offset 0] Checking RDB file " + file);
        try (FileInputStream in = new FileInputStream(file)) {
            Summed source = new Summed(in, in.getChannel().size());
            return new FileCheck(new RdbInput(source, true), source, out).run();
        } catch (IOException failed) {
            out.println("Cannot open file: " + failed.getMessage());
            return false;
        }
    }
}
