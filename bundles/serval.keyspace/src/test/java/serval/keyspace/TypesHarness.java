package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.spi.module.Phase;

/** A keyspace with a bundle that serves the first version of a type; tests exchange it. */
abstract class TypesHarness {
    static final String NAME = "testwords";
    static final long NOW = 1_800_000_000_000L;
    /** Short enough for a step to do one slice only. */
    static final long ONE_SLICE = 0;

    final KeyspaceDirectives directives = new KeyspaceDirectives();
    final TypeRegistry types = new TypeRegistry(directives);
    final KeyspaceImpl keyspace = new KeyspaceImpl(directives, types);
    final TypeIntake intake = new TypeIntake(types);
    final SnapshotsImpl snapshots = new SnapshotsImpl(keyspace);
    final ConversionsImpl conversions = new ConversionsImpl(keyspace, intake, snapshots);
    final Words.Type first = new Words.Type(NAME, 1);
    final Words.Type second = new Words.Type(NAME, 2);

    Bundles bundles;
    Bundle old;

    @BeforeEach
    void startFramework(@TempDir Path folder) throws BundleException, IOException {
        bundles = new Bundles(folder, intake);
        old = bundles.start("example.words", "1.0.0");
        bundles.publish(old, first);
        keyspace.now(NOW);
    }

    @AfterEach
    void stopFramework() throws BundleException {
        bundles.close();
    }

    Bundle stageSecond() throws BundleException, IOException {
        return bundles.stage("example.words", "2.0.0", second);
    }

    /** What the engine does at a batch boundary. */
    void exchange(Bundle leaving, Bundle entering) {
        if (leaving != null) {
            Phase.set(leaving, Phase.WITHDRAWN);
        }
        if (entering != null) {
            Phase.set(entering, Phase.SERVING);
        }
        intake.exchange(leaving, entering);
    }

    KeyImpl open(int database, String name) {
        return (KeyImpl) keyspace.database(database).open(name.getBytes(StandardCharsets.US_ASCII));
    }

    KeyImpl open(String name) {
        return open(0, name);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void put(int database, String key, Words.Type type, String... words) {
        open(database, key).put(new Words(type).with(words));
    }

    /** A value large enough to be converted in slices. */
    static Words large(Words.Type type) {
        Words value = new Words(type);
        for (int i = 0; i < 4000; i++) {
            value.add("word number " + i);
        }
        assertTrue(value.bytes() > ConversionsImpl.LARGE);
        return value;
    }

    Value held(int database, String key) {
        return keyspace.database(database).valueOf(open(database, key));
    }

    void sweep(Bundle bundle) {
        int steps = 0;
        while (!conversions.sweep(bundle, ONE_SLICE)) {
            assertTrue(steps++ < 1_000_000, "the sweep does not end");
        }
    }

    /** Counts and weights must be what a walk through all entries finds. */
    void checkCounts() {
        keyspace.forgetOpened();
        for (Db db : keyspace.used()) {
            if (db == null) {
                continue;
            }
            Map<ValueType<?>, Long> counted = new IdentityHashMap<>();
            long[] weight = new long[1];
            long cursor = 0;
            do {
                cursor = db.tables().main.scan(cursor, entry -> {
                    weight[0] += Entries.bytes(entry);
                    if (entry instanceof Entry own && !(own.value instanceof StringValue)) {
                        counted.merge(own.value.type(), 1L, Long::sum);
                    }
                });
            } while (cursor != 0);
            TypeCounts counts = db.tables().types;
            counted.forEach((type, number) -> assertEquals(number, counts.of(type), type.name()));
            assertEquals(counted.values().stream().mapToLong(Long::longValue).sum(), counts.sum(type -> true));
            assertEquals(weight[0], db.tables().entryBytes());
        }
    }

    static List<String> words(Value value) {
        return ((Words) value).words;
    }
}
