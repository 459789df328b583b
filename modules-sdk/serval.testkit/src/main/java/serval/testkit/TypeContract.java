package serval.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests that every data type should pass. A module's test extends this class once, says how sample values are made and
 * changed, and has each test for each sample:
 *
 * <pre>{@code
 * class NotesTypeTest extends TypeContract {
 *     @Override
 *     protected Stream<Sample> samples() {
 *         return Stream.of(
 *                 Sample.of("one note", (client, key) -> client.call("NOTES.ADD", key, "a")),
 *                 Sample.of("10,000 notes", (client, key) -> {
 *                     for (int i = 0; i < 10_000; i++) {
 *                         client.call("NOTES.ADD", key, "note " + i);
 *                     }
 *                 }));
 *     }
 *
 *     @Override
 *     protected void change(ServalClient client, String key) {
 *         client.call("NOTES.ADD", key, "one more");
 *     }
 * }
 * }</pre>
 *
 * <p>Two values are taken for equal if DEBUG DIGEST-VALUE says so and {@link #observe} does. Annotate the subclass with
 * {@link ServalTest} to name directives or the previous version.
 */
@ServalTest
public abstract class TypeContract {
    private static final String KEY = "contract";
    private static final String OTHER = "contract:other";
    private static final int LARGE = 64 * 1024;
    private static final int FEWEST_WRITES = 20;

    /** For subclasses. */
    protected TypeContract() {}

    /** Values of every type that the module declares: small ones, large ones, and those at the edges of each encoding. */
    protected abstract Stream<Sample> samples();

    /** Changes a value so that it differs from before; called for values of every sample. */
    protected abstract void change(ServalClient client, String key);

    /**
     * A small change of a value, another one for each number. It is made again and again while the module is exchanged for another
     * version, and none may be lost or made twice; as here, with no effect, there is no such test.
     */
    protected void write(ServalClient client, String key, int number) {}

    /** Whether the previous version reads what this one saves, as is needed for rolling back. */
    protected boolean goesBack() {
        return true;
    }

    /** Whether values can be larger than 64 KB when saved: then they are converted beforehand, and one sample has to be so large. */
    protected boolean growsLarge() {
        return true;
    }

    /**
     * What the module's own commands tell of a value: compared after each way that a value goes, and asked for of damaged values. Null, as
     * here, to compare by digest only.
     */
    protected @Nullable Object observe(ServalClient client, String key) {
        return null;
    }

    /** Whether equal values have equal DUMPs, as is so unless the order of elements depends on a value's history. */
    protected boolean dumpsAreEqual() {
        return true;
    }

    /** By how much MEMORY USAGE may be above or below the heap that a value really takes. */
    protected double memoryFactor() {
        return 2;
    }

    /** Every declared type has a sample, and one of them is large. */
    @Test
    void everyTypeHasSamples(ServalServer server, ServalClient client) {
        Set<String> sampled = new TreeSet<>();
        AtomicInteger largest = new AtomicInteger();
        samples().forEach(sample -> {
            make(server, client, sample);
            sampled.add(String.valueOf(client.call("TYPE", KEY)));
            largest.accumulateAndGet(dump(client, KEY).length, Math::max);
        });
        Set<String> declared = new TreeSet<>(server.module().types());
        Set<String> missing = new TreeSet<>(declared);
        missing.removeAll(sampled);
        assertEquals(Set.of(), missing, "types without a sample");
        assertTrue(
                largest.get() > LARGE || !growsLarge(),
                () -> "no sample is larger than " + LARGE + " bytes in DUMP, the largest is " + largest);
        assertTrue(declared.containsAll(sampled), () -> "samples of " + sampled + ", the module declares " + declared);
    }

    /** The same commands give the same digest, and asking changes nothing. */
    @TestFactory
    Stream<DynamicTest> digestIsStable(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            Seen seen = see(client, KEY);
            sample.maker().run(client, OTHER);
            assertEquals(seen.digest, digest(client, OTHER), "digest of a second value made by the same commands");
            seen.assertSameAs(see(client, KEY), "asked again");
            change(client, OTHER);
            assertNotEquals(
                    seen.digest,
                    digest(client, OTHER),
                    "digest after change(): it changes nothing that the digest tells");
        });
    }

    /** RESTORE of a DUMP is the value. */
    @TestFactory
    Stream<DynamicTest> dumpAndRestore(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            Seen seen = see(client, KEY);
            byte[] dump = dump(client, KEY);
            client.call("RESTORE", OTHER, 0, dump);
            seen.assertSameAs(see(client, OTHER), "restored");
            if (dumpsAreEqual()) {
                assertArrayEquals(dump, dump(client, OTHER), "DUMP of the restored value");
            }
        });
    }

    /** A COPY and its source do not share anything that can change. */
    @TestFactory
    Stream<DynamicTest> copyIsIndependent(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            Seen seen = see(client, KEY);
            assertEquals(1L, client.call("COPY", KEY, OTHER));
            seen.assertSameAs(see(client, OTHER), "copied");
            change(client, OTHER);
            seen.assertSameAs(see(client, KEY), "the source after a change of the copy");
            Seen changed = see(client, OTHER);
            change(client, KEY);
            client.call("DEL", KEY);
            changed.assertSameAs(see(client, OTHER), "the copy after a change and the end of the source");
        });
    }

    /** The whole dataset, saved and loaded. */
    @TestFactory
    Stream<DynamicTest> saveAndLoad(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            client.call("PEXPIREAT", KEY, 32_503_680_000_000L);
            Object dataset = client.call("DEBUG", "DIGEST");
            Seen seen = see(client, KEY);
            client.call("DEBUG", "RELOAD");
            seen.assertSameAs(see(client, KEY), "reloaded");
            assertEquals(dataset, client.call("DEBUG", "DIGEST"), "DEBUG DIGEST of the dataset");
            assertEquals(32_503_680_000_000L, client.call("PEXPIRETIME", KEY), "expiry of the reloaded key");
        });
    }

    /** A value goes to another server. */
    @TestFactory
    Stream<DynamicTest> anotherServer(ServalServer server, ServalClient client) {
        ServalServer target = server.another();
        return each(server, client, sample -> {
            Seen seen = see(client, KEY);
            try (ServalClient there = target.connect()) {
                there.call("RESTORE", KEY, 0, dump(client, KEY), "REPLACE");
                seen.assertSameAs(see(there, KEY), "on another server");
            }
        });
    }

    /** Without its module a value is kept and can be handled; with it, it is back. */
    @TestFactory
    Stream<DynamicTest> parkedAndRevived(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            Seen seen = see(client, KEY);
            byte[] parked;
            Object type = client.call("TYPE", KEY);
            sample.maker().run(client, OTHER);
            client.call("PEXPIREAT", KEY, 32_503_680_000_000L);
            server.module().unload();
            try {
                assertEquals(type, client.call("TYPE", KEY), "type of the parked value");
                assertEquals("parked", client.call("OBJECT", "ENCODING", KEY), "encoding of the parked value");
                assertEquals(32_503_680_000_000L, client.call("PEXPIRETIME", KEY), "expiry of the parked value");
                parked = dump(client, KEY);
                assertEquals("OK", client.call("RENAME", KEY, "contract:renamed"));
                assertEquals(1L, client.call("DEL", OTHER));
            } finally {
                server.module().load();
            }
            // The digest tells of an expiry as well.
            assertEquals(1L, client.call("PERSIST", "contract:renamed"), "the revived key has kept its expiry");
            awaitRevival(server, client, "contract:renamed");
            seen.assertSameAs(see(client, "contract:renamed"), "revived");
            client.call("RESTORE", OTHER, 0, parked);
            seen.assertSameAs(see(client, OTHER), "dumped while it was parked, and restored");
            change(client, "contract:renamed");
            assertNotEquals(
                    seen.digest, digest(client, "contract:renamed"), "digest of the revived value after change()");
        });
    }

    /** Once unloaded, nothing refers to the module's classes: neither the values that it made nor threads nor the JDK's caches. */
    @Test
    void unloadedClassesAreCollected(ServalServer server, ServalClient client) {
        samples().forEach(sample -> {
            client.call("DEL", OTHER);
            sample.maker().run(client, OTHER);
            client.call("RENAME", OTHER, "contract:" + sample.name());
            see(client, "contract:" + sample.name());
        });
        Object dataset = client.call("DEBUG", "DIGEST");
        collected(server, server.module()::unload);
        server.module().load();
        samples().forEach(sample -> awaitRevival(server, client, "contract:" + sample.name()));
        assertEquals(dataset, client.call("DEBUG", "DIGEST"), "DEBUG DIGEST of the revived dataset");
    }

    /** Values revive by themselves soon after their type is back. */
    private static void awaitRevival(ServalServer server, ServalClient client, String key) {
        server.await("the revival of " + key, () -> !"parked".equals(client.call("OBJECT", "ENCODING", key)));
    }

    private static void collected(ServalServer server, Runnable departure) {
        WeakReference<ClassLoader> loader = server.module().classLoader();
        departure.run();
        server.await("the collection of the class loader, which something still refers to", () -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    /** Values that the previous version made are the same values in this one; needs {@link ServalTest#previousVersion()}. */
    @TestFactory
    Stream<DynamicTest> conversionFromPreviousVersion(
            ServalServer server, ServalClient client, ServalExtension.Versions versions) {
        return converted(server, client, versions.previous(), versions.present());
    }

    /** And the other way round, as when the module is rolled back. */
    @TestFactory
    Stream<DynamicTest> conversionToPreviousVersion(
            ServalServer server, ServalClient client, ServalExtension.Versions versions) {
        Assumptions.assumeTrue(goesBack(), "the previous version cannot read what this one saves");
        return converted(server, client, versions.present(), versions.previous());
    }

    private Stream<DynamicTest> converted(
            ServalServer server, ServalClient client, @Nullable Path from, @Nullable Path to) {
        if (from == null || to == null) {
            Assumptions.abort("@ServalTest names no previousVersion");
            return Stream.empty();
        }
        return samples()
                .map(sample -> dynamicTest(sample.name(), () -> {
                    Path present = server.module().jar();
                    client.call("FLUSHALL");
                    exchange(server, from);
                    try {
                        make(server, client, sample);
                        sample.maker().run(client, OTHER);
                        Object type = client.call("TYPE", KEY);
                        Seen seen = see(client, KEY);
                        int writes = upgradeWhileWriting(server, to);
                        assertEquals(type, client.call("TYPE", KEY));
                        seen.assertSameAs(see(client, KEY), "converted");
                        for (int i = 0; i < writes; i++) {
                            write(client, KEY, i);
                        }
                        see(client, KEY).assertSameAs(see(client, OTHER), "converted while " + writes + " writes came");
                        change(client, KEY);
                        assertNotEquals(
                                seen.digest, digest(client, KEY), "digest of the converted value after change()");
                    } finally {
                        exchange(server, present);
                    }
                }));
    }

    private static void exchange(ServalServer server, Path jar) {
        if (!server.module().jar().equals(jar)) {
            server.module().upgrade(jar);
        }
    }

    /** Upgrades while somebody writes to {@link #OTHER}, before, meanwhile and after; returns the number of writes. */
    private int upgradeWhileWriting(ServalServer server, Path to) throws InterruptedException {
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean upgraded = new AtomicBoolean();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().name("contract-writer").start(() -> {
            try (ServalClient other = server.connect()) {
                int after = 0;
                while (after < FEWEST_WRITES) {
                    after += upgraded.get() ? 1 : 0;
                    write(other, OTHER, written.getAndIncrement());
                }
            } catch (Throwable failed) {
                failure.set(failed);
            }
        });
        try {
            server.await("writes", () -> written.get() >= FEWEST_WRITES || failure.get() != null);
            server.module().upgrade(to);
        } finally {
            upgraded.set(true);
            writer.join();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a write failed while the module was exchanged", failed);
        }
        return written.get();
    }

    /** MEMORY USAGE tells about what a value takes. */
    @TestFactory
    Stream<DynamicTest> memoryIsAccounted(ServalServer server, ServalClient client) {
        return each(server, client, sample -> MemoryCheck.run(client, KEY, memoryFactor()));
    }

    /** Damaged payloads are refused, or are readable values; nothing faults. */
    @TestFactory
    Stream<DynamicTest> corruptPayloads(ServalServer server, ServalClient client) {
        return each(server, client, sample -> {
            byte[] dump = dump(client, KEY);
            CorruptPayloads.of(dump).forEach(payload -> {
                int logged = server.log().size();
                if (restores(client, payload.bytes())) {
                    read(client, OTHER);
                }
                List<LogLine> faults = server.log().subList(logged, server.log().size()).stream()
                        .filter(LogLine::isFault)
                        .toList();
                assertEquals(List.of(), faults, "faults after RESTORE of a payload with " + payload.damage());
            });
            assertEquals("PONG", client.call("PING"));
        });
    }

    private static boolean restores(ServalClient client, byte[] payload) {
        try {
            client.call("RESTORE", OTHER, 0, payload, "REPLACE");
            return true;
        } catch (ErrorReplyException refused) {
            return false;
        }
    }

    private void read(ServalClient client, String key) {
        try {
            digest(client, key);
            client.call("MEMORY", "USAGE", key);
            client.call("OBJECT", "ENCODING", key);
            dump(client, key);
            observe(client, key);
        } catch (ErrorReplyException refused) {
            // An answer; a fault would be in the log.
        }
    }

    private interface Body {
        void test(Sample sample) throws Exception;
    }

    private Stream<DynamicTest> each(ServalServer server, ServalClient client, Body body) {
        return samples()
                .map(sample -> dynamicTest(sample.name(), () -> {
                    make(server, client, sample);
                    body.test(sample);
                }));
    }

    private static void make(ServalServer server, ServalClient client, Sample sample) {
        client.call("FLUSHALL");
        sample.maker().run(client, KEY);
        assertEquals(1L, client.call("EXISTS", KEY), () -> "sample '" + sample.name() + "' makes no value");
    }

    private Seen see(ServalClient client, String key) {
        return new Seen(digest(client, key), observe(client, key));
    }

    private static String digest(ServalClient client, String key) {
        List<?> digests = (List<?>) Objects.requireNonNull(client.call("DEBUG", "DIGEST-VALUE", key));
        return String.valueOf(digests.getFirst());
    }

    private static byte[] dump(ServalClient client, String key) {
        byte[] dump = client.bytes("DUMP", key);
        assertNotNull(dump, () -> "there is no key " + key);
        return dump;
    }

    private record Seen(String digest, @Nullable Object observed) {
        void assertSameAs(Seen later, String when) {
            assertEquals(observed, later.observed, () -> "what observe() tells of the value, " + when);
            assertEquals(digest, later.digest, () -> "digest of the value, " + when);
        }
    }
}
