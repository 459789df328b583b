package serval.formatter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares every source file with what the formatter makes of it; {@code runtime/format} has it write that instead. */
class FormatTest {
    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.PALANTIR;
    private static final boolean WRITE = Boolean.getBoolean("serval.format.write");

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(STYLE).build());

    @Test
    void sourcesAreFormatted() throws IOException, FormatterException {
        Path root = Path.of(System.getProperty("serval.root"));
        List<Path> sources = sources(root);
        assertFalse(sources.isEmpty(), "no sources below " + root);
        List<String> unformatted = new ArrayList<>();
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted = format(text);
            if (formatted.equals(text)) {
                continue;
            }
            if (WRITE) {
                Files.writeString(source, formatted);
            } else {
                unformatted.add(root.relativize(source).toString());
            }
        }
        assertEquals("", String.join("\n", unformatted), "run runtime/format to format these files");
    }

    private String format(String text) throws FormatterException {
        String tidy = RemoveUnusedImports.removeUnusedImports(ImportOrderer.reorderImports(text, STYLE));
        return formatter.formatSource(tidy);
    }

    /** What others made, and templates, which are no Java yet. */
    private static boolean isOurs(String folder) {
        return !folder.equals("target") && !folder.equals("archetype-resources") && !folder.startsWith(".");
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return folder.equals(root) || isOurs(name) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }
}
