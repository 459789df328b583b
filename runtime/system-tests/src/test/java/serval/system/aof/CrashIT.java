package serval.system.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/**
 * Kills the server under load, again and again, while it writes its dataset out. {@code serval.crashes} is how often for each
 * policy; 2 unless given. Rewrites and snapshots are slowed down ({@code rdb-key-save-delay}), so that most kills fall into one;
 * what a kill fell into is counted and told.
 */
class CrashIT {
    private static final int CRASHES = Integer.getInteger("serval.crashes", 2);
    private static final int WRITERS = 4;
    private static final int LOOKS = 500;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void nothingThatWasAcknowledgedIsLost(String policy) throws Exception {
        AofFolder folder = new AofFolder(dir);
        Random random = new Random(CRASHES);
        Tally tally = new Tally(policy);
        List<CrashLoad.Told> told = new ArrayList<>();
        for (int i = 0; i <= CRASHES; i++) {
            String[] configuration = {
                "appendfsync " + policy,
                "aof-use-rdb-preamble " + (random.nextBoolean() ? "yes" : "no"),
                "auto-aof-rewrite-min-size 100kb",
                "auto-aof-rewrite-percentage 20",
                // Short enough to be completed now and then, or so long that the kill falls into it.
                "rdb-key-save-delay " + (random.nextBoolean() ? 100 + random.nextInt(400) : 10_000)
            };
            try (ServalProcess server = folder.serval(configuration);
                    RespConnection client = server.connect()) {
                for (CrashLoad.Told one : told) {
                    assertEquals("", one.missing(client), "after crash " + i + ": " + server.log());
                }
                if (i == CRASHES) {
                    System.out.println(tally);
                    return;
                }
                told.clear();
                List<CrashLoad> loads = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    loads.add(new CrashLoad(server, writer, random.nextLong()));
                }
                int enough = 100 + random.nextInt(600);
                for (CrashLoad load : loads) {
                    load.await(enough);
                }
                switch (random.nextInt(4)) {
                    case 0 -> {
                        client.call("BGREWRITEAOF");
                        awaitBegun(client, "aof_rewrite_in_progress");
                    }
                    case 1 -> {
                        client.call("BGSAVE SCHEDULE");
                        awaitBegun(client, "rdb_bgsave_in_progress");
                    }
                    case 2 -> {
                        client.call("BGSAVE SCHEDULE");
                        awaitBegun(client, "rdb_bgsave_in_progress");
                        // It is scheduled, and begins when that is over.
                        client.call("BGREWRITEAOF");
                    }
                    default -> {
                        // By itself, or none.
                    }
                }
                loads.getFirst().await(loads.getFirst().steps() + random.nextInt(100));
                boolean rewriting =
                        AofFolder.info(client, "aof_rewrite_in_progress").equals("1");
                boolean saving =
                        AofFolder.info(client, "rdb_bgsave_in_progress").equals("1");
                server.signal("KILL");
                server.awaitExit();
                long steps = 0;
                for (CrashLoad load : loads) {
                    told.add(load.end());
                    steps += load.steps();
                }
                tally.add(rewriting, saving, steps);
            }
        }
    }

    /** Waits until something has begun; or not, if it was over before it was seen. */
    private static void awaitBegun(RespConnection client, String field) {
        for (int i = 0; i < LOOKS && !AofFolder.info(client, field).equals("1"); i++) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What the kills fell into. */
    private static final class Tally {
        private final String policy;
        private int kills;
        private int rewriting;
        private int saving;
        private long steps;

        Tally(String policy) {
            this.policy = policy;
        }

        void add(boolean duringRewrite, boolean duringSave, long acknowledged) {
            kills++;
            rewriting += duringRewrite ? 1 : 0;
            saving += duringSave ? 1 : 0;
            steps += acknowledged;
            if (kills % 25 == 0) {
                System.out.println(this);
            }
        }

        @Override
        public String toString() {
            return "appendfsync %s: %d kills, %d of them during a rewrite, %d during BGSAVE; %d steps were acknowledged"
                    .formatted(policy, kills, rewriting, saving, steps);
        }
    }
}
