package serval.rdb.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import serval.keyspace.rdb.RdbInput;
import serval.spi.dataset.FileEncryption;

/** {@code serval-check-rdb FILE}: exit status 0 if the file is sound, 1 if it is not. */
public final class CheckRdb {
    /** The property that names the class which decrypts: of another bundle, and perhaps not there. */
    private static final String ENCRYPTION = "serval.check.encryption";

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
        try (InputStream in = open(Path.of(file), true)) {
            Summed source = new Summed(in, length(Path.of(file)));
            RdbInput input = new RdbInput(source, true);
            return new FileCheck(input, source, out).run() ? input.position() : -1;
        } catch (IOException failed) {
            out.println("Cannot open file: " + failed.getMessage());
            return -1;
        }
    }

    private static long length(Path file) throws IOException {
        // Of what an encrypted one holds only as much is known as it takes to refuse senseless counts.
        return Files.size(file);
    }

    private static InputStream open(Path file, boolean growing) throws IOException {
        if (!FileEncryption.isEncrypted(file)) {
            return new FileInputStream(file.toFile());
        }
        try {
            FileEncryption encryption = (FileEncryption) Class.forName(System.getProperty(ENCRYPTION, ""))
                    .getMethod("create")
                    .invoke(null);
            return encryption.decrypt(new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 18), growing);
        } catch (ReflectiveOperationException absent) {
            throw new IOException("the file is encrypted, and the bundle serval.encryption is not there", absent);
        }
    }

    /** Checks a file and prints what it finds; returns whether the file is sound. */
    static boolean check(String file, PrintStream out) {
        out.println("[offset 0] Checking RDB file " + file);
        try (InputStream in = open(Path.of(file), false)) {
            Summed source = new Summed(in, length(Path.of(file)));
            return new FileCheck(new RdbInput(source, true), source, out).run();
        } catch (IOException failed) {
            out.println("Cannot open file: " + failed.getMessage());
            return false;
        }
    }
}
