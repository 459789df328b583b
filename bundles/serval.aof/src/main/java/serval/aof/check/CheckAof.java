package serval.aof.check;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import serval.aof.manifest.LostLines;
import serval.aof.manifest.Manifest;
import serval.aof.manifest.ManifestException;
import serval.aof.manifest.ManifestText;
import serval.aof.manifest.Part;

/**
 * {@code serval-check-aof [--fix|--truncate-to-timestamp $timestamp] <file.manifest|file.aof>}: exit status 0 if the files are
 * sound, or are now.
 */
public final class CheckAof {
    /** The property that names the class which checks RDB: of another bundle, and perhaps not there. */
    private static final String RDB = "serval.check.rdb";

    private final PrintStream out;
    private final InputStream in;
    private final boolean fix;
    private final long timestamp;

    CheckAof(PrintStream out, InputStream in, boolean fix, long timestamp) {
        this.out = out;
        this.in = in;
        this.fix = fix;
        this.timestamp = timestamp;
    }

    /** Runs the tool. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.in));
    }

    /** Runs the tool and returns its exit status. */
    public static int run(String[] arguments, PrintStream out, InputStream in) {
        boolean fix = arguments.length == 2 && arguments[0].equals("--fix");
        boolean truncate = arguments.length == 3 && arguments[0].equals("--truncate-to-timestamp");
        if (!fix && !truncate && arguments.length != 1) {
            out.println("Usage: serval-check-aof [--fix|--truncate-to-timestamp $timestamp] <file.manifest|file.aof>");
            return 1;
        }
        long timestamp = 0;
        if (truncate) {
            if (!arguments[1].matches("-?[0-9]{1,18}")) {
                out.println("Invalid timestamp, aborting...");
                return 1;
            }
            timestamp = Long.parseLong(arguments[1]);
        }
        try {
            new CheckAof(out, in, fix, timestamp).check(Path.of(arguments[arguments.length - 1]));
            return 0;
        } catch (StopException stop) {
            out.println(stop.getMessage());
        } catch (IOException failed) {
            out.println("Failed to read: " + failed.getMessage());
        }
        return 1;
    }

    PrintStream out() {
        return out;
    }

    boolean fixes() {
        return fix;
    }

    long toTimestamp() {
        return timestamp;
    }

    boolean confirmed() throws IOException {
        int answer = in.read();
        return answer == 'y' || answer == 'Y';
    }

    static String reason(Path path, IOException failed) {
        if (!(failed instanceof FileSystemException || failed instanceof FileNotFoundException)) {
            return String.valueOf(failed.getMessage());
        }
        return Files.exists(path) ? "Permission denied" : "No such file or directory";
    }

    private void check(Path file) throws StopException, IOException {
        byte[] head;
        String text;
        try (InputStream opened = Content.read(file)) {
            head = opened.readNBytes(64 * 1024);
            text = new String(head, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new StopException("Cannot open file " + file + ": " + reason(file, failed));
        }
        if (isManifest(text)) {
            checkParts(file);
        } else {
            out.println("Start checking Old-Style AOF");
            FileCheck check = new FileCheck(this, file.toString(), file, true);
            tell(check.check(text.startsWith("REDIS")), file.toString(), "AOF");
        }
    }

    private static boolean isManifest(String text) {
        return text.lines().anyMatch(line -> line.startsWith("file"));
    }

    private void checkParts(Path file) throws StopException, IOException {
        out.println("Start checking Multi Part AOF");
        Manifest manifest;
        Path folder = file.toAbsolutePath().getParent();
        try {
            manifest = ManifestText.read(Files.readString(file, StandardCharsets.ISO_8859_1));
            String name = file.getFileName().toString();
            if (name.endsWith(".manifest")) {
                LostLines.check(folder, name, manifest, Content::read);
            }
        } catch (ManifestException broken) {
            throw new StopException(broken.report());
        }
        List<Part> parts = new ArrayList<>(manifest.loaded());
        boolean increments = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean base = part.kind() == Part.Kind.BASE;
            Path path = folder.resolve(part.name());
            boolean rdb = base && isRdb(path);
            if (base) {
                out.println("Start to check BASE AOF (" + (rdb ? "RDB" : "RESP") + " format).");
            } else if (!increments) {
                increments = true;
                out.println("Start to check INCR files.");
            }
            FileCheck check = new FileCheck(this, part.name(), path, i == parts.size() - 1);
            tell(check.check(rdb), part.name(), base ? "BASE AOF" : "INCR AOF");
        }
        out.println("All AOF files and manifest are valid");
    }

    private static boolean isRdb(Path path) throws StopException {
        try (InputStream opened = Content.read(path)) {
            return new String(opened.readNBytes(5), StandardCharsets.ISO_8859_1).equals("REDIS");
        } catch (IOException failed) {
            throw new StopException("Cannot open file " + path + ": " + reason(path, failed));
        }
    }

    private void tell(FileCheck.Outcome outcome, String name, String kind) {
        out.println(
                switch (outcome) {
                    case VALID -> kind + " " + name + " is valid";
                    case EMPTY -> kind + " " + name + " is empty";
                    case TRUNCATED -> "Successfully truncated AOF " + name;
                    case TRUNCATED_TO_TIME -> "Successfully truncated AOF " + name + " to timestamp " + timestamp;
                });
    }

    /** Checks the RDB at a file's head and returns where it ends. */
    long checkRdb(Path path) throws StopException {
        try {
            Method check =
                    Class.forName(System.getProperty(RDB, "")).getMethod("checkHead", String.class, PrintStream.class);
            long end = (long) check.invoke(null, path.toString(), out);
            if (end >= 0) {
                return end;
            }
        } catch (ReflectiveOperationException absent) {
            throw new StopException("Without the bundle serval.rdb the RDB preamble cannot be checked, aborting.");
        }
        throw new StopException("RDB preamble of AOF file is not sane, aborting.");
    }
}
