package serval.admin.debug;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.admin.info.Identity;

/** The end of the process as after a crash, with a report in the log. */
final class CrashReport {
    private static final Logger LOG = LoggerFactory.getLogger(CrashReport.class);
    /** What a shell reports of a process that a signal ended, less the signal's number. */
    private static final int ENDED_BY_SIGNAL = 128;

    private CrashReport() {}

    /** Reports and ends the process with the status of one that this signal ended. */
    static void signal(int number) {
        LOG.warn("");
        LOG.warn("=== REDIS BUG REPORT START: Cut & paste starting from here ===");
        LOG.warn("Redis {} crashed by signal: {}", Identity.REDIS_VERSION, number);
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            LOG.warn("");
            LOG.warn("Thread {}", thread.getName());
            tell(frames);
        });
        end(ENDED_BY_SIGNAL + number);
    }

    /** Reports what was found wrong and ends the process. */
    static void panic(String title, String message, int status) {
        LOG.warn("");
        LOG.warn("=== REDIS BUG REPORT START: Cut & paste starting from here ===");
        LOG.warn("------------------------------------------------");
        LOG.warn("{}", title);
        LOG.warn("{}", message);
        LOG.warn("------------------------------------------------");
        end(status);
    }

    private static void tell(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            LOG.warn("    at {}", frame);
        }
    }

    private static void end(int status) {
        LOG.warn("");
        LOG.warn("------ STACK TRACE ------");
        tell(Thread.currentThread().getStackTrace());
        LOG.warn("------ INFO OUTPUT ------");
        Runtime heap = Runtime.getRuntime();
        LOG.warn(
                "Java {}, heap {} of {} bytes",
                Runtime.version(),
                heap.totalMemory() - heap.freeMemory(),
                heap.maxMemory());
        LOG.warn("=== REDIS BUG REPORT END. ===");
        heap.halt(status);
    }
}
