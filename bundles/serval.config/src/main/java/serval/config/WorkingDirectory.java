package serval.config;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.Quoting;
import serval.sdk.config.SpecialDirective;

/**
 * The directive {@code dir}. A Java process cannot change its directory, so this is an absolute path that others resolve
 * their relative ones against.
 */
final class WorkingDirectory {
    private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private volatile Path path;
    private final SpecialDirective<String> directive;

    WorkingDirectory(Path start) {
        path = real(start);
        SpecialDirective.Syntax<String> syntax = new SpecialDirective.Syntax<>() {
            @Override
            public String parse(List<String> words, String before) {
                return change(words);
            }

            @Override
            public String text(String value) {
                return value;
            }

            @Override
            public List<String> lines(String value) {
                return List.of(Quoting.inQuotes(value));
            }
        };
        directive = new SpecialDirective<>("dir", syntax, chars(path), Trait.PROTECTED, Trait.DENY_LOADING);
    }

    SpecialDirective<String> directive() {
        return directive;
    }

    private String change(List<String> words) {
        if (words.size() != 1) {
            throw new ConfigRejectedException("wrong number of arguments");
        }
        Path next = resolve(words.getFirst());
        try {
            if (words.getFirst().isEmpty()) {
                throw new java.nio.file.NoSuchFileException("");
            }
            if (!Files.isDirectory(next)) {
                // Throws what is wrong, unless it is there and something else.
                next.getFileSystem().provider().checkAccess(next);
                throw new NotDirectoryException(next.toString());
            }
            if (!Files.isExecutable(next)) {
                throw new java.nio.file.AccessDeniedException(next.toString());
            }
            path = next.toRealPath();
        } catch (NotDirectoryException file) {
            throw new ConfigRejectedException("Not a directory");
        } catch (IOException failure) {
            throw new ConfigRejectedException(Loader.reason(failure));
        }
        return chars(path);
    }

    /** A path, given as one char per byte, against this directory. */
    Path resolve(String other) {
        return path.resolve(new String(other.getBytes(StandardCharsets.ISO_8859_1), NATIVE))
                .normalize();
    }

    /** A text of the system as one char per byte. */
    static String chars(Object text) {
        return new String(text.toString().getBytes(NATIVE), StandardCharsets.ISO_8859_1);
    }

    private static Path real(Path start) {
        try {
            return start.toRealPath();
        } catch (IOException gone) {
            return start.toAbsolutePath();
        }
    }
}
