package serval.keyspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import serval.bytes.ByteSlice;

/** Random changes of strings, compared with a map; the weights must add up after each. */
class KeyspaceModelTest {
    private static final int STEPS = 20_000;
    private static final long START = 1_800_000_000_000L;

    private final KeyspaceDirectives directives = new KeyspaceDirectives();
    private final KeyspaceImpl keyspace = new KeyspaceImpl(directives, new TypeRegistry(directives));
    private final Map<String, byte[]> values = new HashMap<>();
    private final Map<String, Long> expiries = new HashMap<>();
    private long now = START;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stringsBehaveAsInAMap(long seed) {
        Random random = new Random(seed);
        keyspace.now(now);
        for (int step = 0; step < STEPS; step++) {
            String name = name(random);
            change(random, name);
            forgetExpired();
            check(name);
            if (step % 500 == 0) {
                checkWeights();
            }
        }
        values.keySet().forEach(this::check);
        checkWeights();
        assertEquals(values.size(), liveKeys());
    }

    private static String name(Random random) {
        int number = random.nextInt(300);
        return number % 50 == 0 ? "long" + "x".repeat(300) + number : "key" + number;
    }

    private KeyImpl open(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        return (KeyImpl) keyspace.database(0).open(bytes);
    }

    private void change(Random random, String name) {
        KeyImpl key = open(name);
        byte[] old = values.get(name);
        switch (random.nextInt(9)) {
            case 0 -> {
                assertEquals(old != null, key.remove(random.nextBoolean()));
                values.remove(name);
                expiries.remove(name);
            }
            case 1, 2 -> {
                byte[] bytes = bytes(random);
                key.set(bytes, 0, bytes.length);
                values.put(name, bytes);
                expiries.remove(name);
            }
            case 3 -> {
                byte[] bytes = bytes(random);
                key.setKeepingExpiry(bytes, 0, bytes.length);
                values.put(name, bytes);
            }
            case 4 -> {
                byte[] bytes = bytes(random);
                int length = key.append(bytes, 0, bytes.length);
                byte[] longer = Arrays.copyOf(old == null ? new byte[0] : old, length);
                System.arraycopy(bytes, 0, longer, length - bytes.length, bytes.length);
                values.put(name, longer);
            }
            case 5 -> {
                int at = random.nextInt(200);
                ByteSlice slice = key.edit(at + 1);
                slice.array()[slice.offset() + at] = 7;
                byte[] edited =
                        Arrays.copyOf(old == null ? new byte[0] : old, Math.max(at + 1, old == null ? 0 : old.length));
                edited[at] = 7;
                values.put(name, edited);
            }
            case 6 -> {
                long when = random.nextInt(4) == 0 ? -1 : now + random.nextInt(2000);
                key.expireAt(when);
                if (old != null && when >= 0) {
                    expiries.put(name, when);
                } else {
                    expiries.remove(name);
                }
            }
            case 7 -> {
                key.setNumber(random.nextLong());
                values.put(name, key.read().copy());
            }
            default -> {
                now += random.nextInt(5);
                keyspace.now(now);
                if (random.nextInt(10) == 0) {
                    keyspace.expireSome(1_000_000_000);
                }
            }
        }
    }

    private static byte[] bytes(Random random) {
        int length = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(60);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void forgetExpired() {
        expiries.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue() < now;
            if (gone) {
                values.remove(entry.getKey());
            }
            return gone;
        });
    }

    private void check(String name) {
        KeyImpl key = open(name);
        byte[] expected = values.get(name);
        ByteSlice actual = key.read();
        if (expected == null) {
            assertNull(actual, name);
        } else {
            assertNotNull(actual, name);
            assertArrayEquals(expected, actual.copy(), name);
            assertEquals(expiries.getOrDefault(name, -1L), key.expiresAt(), name);
        }
    }

    private void checkWeights() {
        Tables tables = keyspace.db(0).tables();
        long[] weight = new long[2];
        long cursor = 0;
        do {
            cursor = tables.main.scan(cursor, entry -> {
                weight[0] += Entries.bytes(entry);
                weight[1] += Entries.expiresAt(entry) >= 0 ? 1 : 0;
            });
        } while (cursor != 0);
        assertEquals(weight[0], tables.entryBytes());
        assertEquals(weight[1], tables.expiring.size());
    }

    private long liveKeys() {
        while (keyspace.expireSome(1_000_000_000) > 0) {
            // Until nothing is left to expire.
        }
        long[] live = new long[1];
        long cursor = 0;
        do {
            cursor = keyspace.database(0).scan(cursor, key -> live[0]++);
        } while (cursor != 0);
        return live[0];
    }

    @Test
    void sharedStringIsCopiedBeforeItChanges() {
        byte[] large = new byte[50_000];
        open("k").set(large, 0, large.length);
        StringValue value = (StringValue) keyspace.database(0).valueOf(open("k"));
        value.share();
        byte[] before = value.array();
        ByteSlice edited = open("k").edit(10);
        edited.array()[0] = 1;
        assertEquals(0, before[0]);
        assertTrue(edited.array() != before);
    }

    @Test
    void longStringIsOverwrittenInPlaceUnlessSomebodyRefersToIt() {
        byte[] large = new byte[50_000];
        open("k").set(large, 0, large.length);
        byte[] first = ((StringValue) keyspace.database(0).valueOf(open("k"))).array();
        large[0] = 1;
        open("k").set(large, 0, large.length);
        open("k").expireAt(now + 5000);
        StringValue value = (StringValue) keyspace.database(0).valueOf(open("k"));
        assertTrue(value.array() == first);
        assertEquals(1, first[0]);
        value.share();
        large[0] = 2;
        open("k").set(large, 0, large.length);
        assertEquals(1, first[0]);
        assertEquals(-1, open("k").expiresAt());
        assertEquals(2, open("k").read().at(0));
        checkWeights();
    }

    @Test
    void evictionMakesRoomByEveryPolicy() {
        for (String policy : new String[] {
            "allkeys-lru",
            "allkeys-lfu",
            "allkeys-random",
            "volatile-lru",
            "volatile-lfu",
            "volatile-random",
            "volatile-ttl"
        }) {
            keyspace.flush(-1, false);
            for (int i = 0; i < 5000; i++) {
                open("key" + i).set(new byte[100], 0, 100);
                open("key" + i).expireAt(now + 1_000_000 + i);
            }
            long used = keyspace.memory().used();
            directives.policy.set(java.util.List.of(policy));
            directives.maxmemory.set(java.util.List.of(Long.toString(used - 100_000)));
            while (keyspace.memory().used() > directives.maxmemory.value()) {
                assertTrue(keyspace.makeRoom(), policy);
            }
            assertTrue(keyspace.database(0).size() > 3000, policy);
            assertTrue(keyspace.statistics().evicted > 0, policy);
            directives.maxmemory.set(java.util.List.of("0"));
        }
        directives.policy.set(java.util.List.of("noeviction"));
        directives.maxmemory.set(java.util.List.of("1"));
        assertEquals(false, keyspace.makeRoom());
    }
}
