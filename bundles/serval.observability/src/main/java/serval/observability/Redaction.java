package serval.observability;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import serval.bytes.ByteSlice;
import serval.spi.engine.CommandEntry;
import serval.spi.request.Request;

/** Which words of a request nobody but the server may see: passwords. */
final class Redaction {
    /** What stands in their place. */
    static final String REDACTED = "(redacted)";

    private Redaction() {}

    /** A word's bytes as they may be shown. */
    static byte[] word(CommandEntry command, Request request, int index) {
        return isSecret(command.spec().name(), request, index)
                ? REDACTED.getBytes(StandardCharsets.US_ASCII)
                : request.copy(index);
    }

    private static boolean isSecret(String command, Request request, int index) {
        return switch (command) {
            case "auth" -> index > 0;
            case "hello" -> isHelloSecret(request, index);
            case "migrate" -> isMigrateSecret(request, index);
            case "acl|setuser", "acl|deluser", "acl|getuser" -> index > 1;
            case "config|set" -> index > 2 && index % 2 == 1 && isSensitive(text(request, index - 1));
            default -> false;
        };
    }

    private static String text(Request request, int index) {
        return new ByteSlice()
                .set(request.array(index), request.offset(index), request.length(index))
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isSensitive(String directive) {
        return switch (directive) {
            case "requirepass", "masterauth", "masteruser", "tls-key-file-pass", "tls-client-key-file-pass" -> true;
            default -> false;
        };
    }

    private static boolean isHelloSecret(Request request, int index) {
        for (int i = 2; i < request.count(); i++) {
            String word = text(request, i);
            if (word.equals("auth")) {
                if (index == i + 1 || index == i + 2) {
                    return true;
                }
                i += 2;
            } else if (word.equals("setname")) {
                i++;
            }
        }
        return false;
    }

    private static boolean isMigrateSecret(Request request, int index) {
        for (int i = 6; i < request.count(); i++) {
            String word = text(request, i);
            if (word.equals("auth")) {
                if (index == ++i) {
                    return true;
                }
            } else if (word.equals("auth2")) {
                if (index == i + 1 || index == i + 2) {
                    return true;
                }
                i += 2;
            } else if (word.equals("keys")) {
                return false;
            }
        }
        return false;
    }
}
