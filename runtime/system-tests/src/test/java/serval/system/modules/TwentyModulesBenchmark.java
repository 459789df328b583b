package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/**
 * Throughput and CPU time of GET and SET in a server without modules and in one with twenty, in turns, by redis-benchmark. Not
 * part of the tests: {@code runtime/benchmarks/modules} runs it.
 */
class TwentyModulesBenchmark {
    private static final int ROUNDS = Math.min(7, Integer.getInteger("serval.rounds", 5));

    private record Result(double requestsPerSecond, double microsPerRequest) {}

    @TempDir
    Path folder;

    @Test
    void compare() throws IOException, InterruptedException {
        try (ServalProcess plain = ModuleServer.start(folder);
                ServalProcess full = ModuleServer.start(folder);
                RespConnection control = full.connect()) {
            for (int i = 1; i <= 20; i++) {
                Path jar = ModuleJars.tiny("bench" + i, "1.0.0").write(folder.resolve("bench" + i + ".jar"));
                assertEquals(ModuleServer.OK, control.ask("MODULE LOAD " + jar));
            }
            for (String pipeline : List.of("1", "16")) {
                for (String test : List.of("get", "set")) {
                    List<Double> throughput = new ArrayList<>();
                    List<Double> cpu = new ArrayList<>();
                    run(plain, test, pipeline);
                    run(full, test, pipeline);
                    for (int round = 0; round < ROUNDS; round++) {
                        Result without = run(plain, test, pipeline);
                        Result with = run(full, test, pipeline);
                        throughput.add(with.requestsPerSecond / without.requestsPerSecond);
                        cpu.add(with.microsPerRequest / without.microsPerRequest);
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "P%s %s: 20 modules against none, throughput %s, CPU per request %s%n",
                            pipeline,
                            test,
                            spread(throughput),
                            spread(cpu));
                }
            }
        }
    }

    private static String spread(List<Double> ratios) {
        Collections.sort(ratios);
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
    }

    private static Result run(ServalProcess server, String test, String pipeline)
            throws IOException, InterruptedException {
        int requests = pipeline.equals("1") ? 200_000 : 2_000_000;
        long ticks = ticks(server.pid());
        Process benchmark = new ProcessBuilder(
                        "redis-benchmark",
                        "-p",
                        Integer.toString(server.port()),
                        "-t",
                        test,
                        "-n",
                        Integer.toString(requests),
                        "-P",
                        pipeline,
                        "-c",
                        "50",
                        "-r",
                        "100000",
                        "--csv")
                .redirectErrorStream(true)
                .start();
        String output = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, benchmark.waitFor(), output);
        String[] columns = output.lines()
                .filter(line -> line.startsWith("\"" + test.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow()
                .replace("\"", "")
                .split(",");
        return new Result(Double.parseDouble(columns[1]), (ticks(server.pid()) - ticks) * 10_000.0 / requests);
    }

    /** CPU time used so far, in hundredths of a second. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
