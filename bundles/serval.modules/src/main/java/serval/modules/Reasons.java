package serval.modules;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What a fault says to an operator, in one line. */
final class Reasons {
    private Reasons() {}

    /** A fault and its causes. */
    static String of(Throwable fault) {
        StringBuilder text = new StringBuilder(one(fault));
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            String further = one(cause);
            if (text.indexOf(further) < 0) {
                text.append(": ").append(further);
            }
        }
        return line(text.toString());
    }

    /** A text without line breaks. */
    static String line(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }

    private static String one(Throwable fault) {
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = fault.getMessage();
        boolean plain = fault instanceof org.osgi.framework.BundleException
                || fault instanceof serval.spi.module.ModuleRefusedException
                || fault instanceof java.io.IOException;
        return plain && message != null ? message : fault.toString();
    }
}
