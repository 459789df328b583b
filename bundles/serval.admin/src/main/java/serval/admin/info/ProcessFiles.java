package serval.admin.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers that the kernel tells of this process, from {@code /proc}; 0 where there is no such thing. */
final class ProcessFiles {
    private static final double TICKS_PER_SECOND = 100;

    private ProcessFiles() {}

    /** Bytes of memory resident. */
    static long resident() {
        return kilobytes("/proc/self/status", "VmRSS:");
    }

    /** Bytes of memory in the machine. */
    static long total() {
        return kilobytes("/proc/meminfo", "MemTotal:");
    }

    private static long kilobytes(String file, String name) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
        return 0;
    }

    /** Seconds of processor time: user, system, user of children, system of children. */
    static double[] seconds(String file) {
        double[] seconds = new double[4];
        try {
            String line = Files.readString(Path.of(file));
            // The name in brackets may hold anything; what follows it is fixed.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            for (int i = 0; i < 4; i++) {
                seconds[i] = Long.parseLong(fields[11 + i].strip()) / TICKS_PER_SECOND;
            }
        } catch (IOException | RuntimeException none) {
            return seconds;
        }
        return seconds;
    }
}
