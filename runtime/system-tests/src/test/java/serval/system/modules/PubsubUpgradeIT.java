package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.system.modules.ModuleServer.OK;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** The bundles that push messages, exchanged under clients that wait for some. */
class PubsubUpgradeIT {
    @TempDir
    Path folder;

    private ServalProcess server;
    private RespConnection control;

    @BeforeEach
    void start() {
        server = ModuleServer.start(folder, "module-probation 0", "notify-keyspace-events Kg");
        control = server.connect();
    }

    @AfterEach
    void stop() {
        control.close();
        server.close();
    }

    private void upgrade(String bundle, String version) {
        Path jar = ModuleJars.repackaged(bundle, version, folder.resolve(bundle + "-" + version + ".jar"));
        assertEquals(OK, control.ask("MODULE UPGRADE " + jar));
        assertTrue(control.ask("MODULE LIST").contains(ModuleServer.bulk(version)));
    }

    private static String next(RespConnection connection) {
        return CommandLine.show(connection.reply());
    }

    @Test
    void subscriptionsSurvive() {
        try (RespConnection channel = server.connect();
                RespConnection pattern = server.connect();
                RespConnection shard = server.connect()) {
            channel.ask("SUBSCRIBE a");
            pattern.ask("HELLO 3");
            pattern.ask("PSUBSCRIBE a*");
            shard.ask("SSUBSCRIBE a");
            upgrade("serval.pubsub", "0.2.0");
            assertEquals(":2\\r\\n", control.ask("PUBLISH a m"));
            assertEquals(":1\\r\\n", control.ask("SPUBLISH a s"));
            assertEquals("*3\\r\\n$7\\r\\nmessage\\r\\n$1\\r\\na\\r\\n$1\\r\\nm\\r\\n", next(channel));
            assertEquals(">4\\r\\n$8\\r\\npmessage\\r\\n$2\\r\\na*\\r\\n$1\\r\\na\\r\\n$1\\r\\nm\\r\\n", next(pattern));
            assertEquals("*3\\r\\n$8\\r\\nsmessage\\r\\n$1\\r\\na\\r\\n$1\\r\\ns\\r\\n", next(shard));
            assertTrue(channel.ask("GET k").startsWith("-ERR Can't execute 'get'"));
            assertEquals("*3\\r\\n$9\\r\\nsubscribe\\r\\n$1\\r\\nb\\r\\n:2\\r\\n", channel.ask("SUBSCRIBE b"));
            assertEquals("*3\\r\\n$11\\r\\nunsubscribe\\r\\n$1\\r\\na\\r\\n:1\\r\\n", channel.ask("UNSUBSCRIBE a"));
            assertEquals(":1\\r\\n", control.ask("PUBLISH a m"));
            assertEquals("*2\\r\\n$1\\r\\na\\r\\n:0\\r\\n", control.ask("PUBSUB NUMSUB a"));
        }
    }

    @Test
    void subscriptionsOutliveTheBundle() {
        try (RespConnection channel = server.connect()) {
            channel.ask("SUBSCRIBE a");
            Path jar = ModuleJars.repackaged("serval.pubsub", "0.2.0", folder.resolve("pubsub.jar"));
            assertEquals(OK, control.ask("MODULE UNLOAD serval.pubsub"));
            assertTrue(control.ask("PUBLISH a lost").startsWith("-ERR unknown command"));
            assertTrue(control.ask("CLIENT LIST TYPE pubsub").contains(" sub=1 "));
            assertEquals(OK, control.ask("MODULE LOAD " + jar));
            assertEquals(":1\\r\\n", control.ask("PUBLISH a m"));
            assertEquals("*3\\r\\n$7\\r\\nmessage\\r\\n$1\\r\\na\\r\\n$1\\r\\nm\\r\\n", next(channel));
        }
    }

    @Test
    void notificationsGoOn() {
        try (RespConnection listener = server.connect()) {
            listener.ask("SUBSCRIBE __keyspace@0__:k");
            control.ask("SET k v");
            control.ask("EXPIRE k 100");
            upgrade("serval.pubsub", "0.2.0");
            control.ask("PERSIST k");
            assertTrue(next(listener).contains("expire"));
            assertTrue(next(listener).contains("persist"));
            assertEquals(OK, control.ask("CONFIG SET notify-keyspace-events K$"));
            control.ask("EXPIRE k 100");
            control.ask("SET k w");
            assertTrue(next(listener).contains("set"));
        }
    }

    @Test
    void noMessageIsLostOrComesTwice() throws InterruptedException {
        try (RespConnection subscriber = server.connect();
                RespConnection publisher = server.connect()) {
            subscriber.ask("SUBSCRIBE numbers");
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger published = new AtomicInteger();
            List<String> wrong = new ArrayList<>();
            Thread publishing = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    String receivers = publisher.ask("PUBLISH numbers " + published.incrementAndGet());
                    if (!receivers.equals(":1\\r\\n")) {
                        wrong.add(receivers);
                    }
                }
            });
            for (int i = 2; i < 6; i++) {
                upgrade("serval.pubsub", "0." + i + ".0");
            }
            ended.set(true);
            publishing.join();
            assertEquals(List.of(), wrong);
            for (int i = 1; i <= published.get(); i++) {
                String number = Integer.toString(i);
                assertTrue(next(subscriber).endsWith(ModuleServer.bulk(number)), number);
            }
        }
    }

    @Test
    void trackingSurvives() {
        try (RespConnection cache = server.connect();
                RespConnection broadcast = server.connect()) {
            cache.ask("HELLO 3");
            cache.ask("CLIENT TRACKING ON");
            cache.ask("GET a");
            broadcast.ask("HELLO 3");
            broadcast.ask("CLIENT TRACKING ON BCAST PREFIX b");
            upgrade("serval.tracking", "0.2.0");
            control.ask("SET a 1");
            assertEquals(">2\\r\\n$10\\r\\ninvalidate\\r\\n*1\\r\\n$1\\r\\na\\r\\n", next(cache));
            control.ask("SET b1 1");
            assertEquals(">2\\r\\n$10\\r\\ninvalidate\\r\\n*1\\r\\n$2\\r\\nb1\\r\\n", next(broadcast));
            cache.ask("GET c");
            control.ask("SET c 1");
            assertEquals(">2\\r\\n$10\\r\\ninvalidate\\r\\n*1\\r\\n$1\\r\\nc\\r\\n", next(cache));
            assertTrue(cache.ask("CLIENT TRACKINGINFO").contains("on"));
            assertTrue(control.ask("INFO clients").contains("tracking_clients:2"));
        }
    }

    @Test
    void whatChangedWhileNobodyTrackedIsForgotten() {
        try (RespConnection cache = server.connect()) {
            cache.ask("HELLO 3");
            cache.ask("CLIENT TRACKING ON");
            cache.ask("GET a");
            Path jar = ModuleJars.repackaged("serval.tracking", "0.2.0", folder.resolve("tracking.jar"));
            assertEquals(OK, control.ask("MODULE UNLOAD serval.tracking"));
            assertTrue(control.ask("CLIENT TRACKING ON").startsWith("-ERR unknown subcommand"));
            control.ask("SET a 1");
            assertEquals(OK, control.ask("MODULE LOAD " + jar));
            assertEquals(">2\\r\\n$10\\r\\ninvalidate\\r\\n_\\r\\n", next(cache));
        }
    }
}
