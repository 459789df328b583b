package serval.keyspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.KeyHash;
import serval.sdk.type.Foreseeing;
import serval.spi.request.UpcomingRequests;

/**
 * Reads ahead what the next requests of a connection will look for: their keys if the database has many, and the elements
 * that they name if values are large. What is not found is asked for a while less often.
 */
final class Foresight {
    /** About as many keys as the second-level cache holds. */
    private static final long CACHED = 20_000;
    /** After so many glances in a row that met no large value, as many batches go without. */
    private static final int PATIENCE = 64;

    private static final int BREAK = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Foresight.class);

    private final Db db;
    private final long[] hashes = new long[UpcomingRequests.MOST];
    private int vain;
    private int pause;
    /** What was read comes to; kept so that it is read. */
    private long warmth;

    Foresight(Db db) {
        this.db = db;
    }

    boolean isWorthwhile() {
        Tables tables = db.tables();
        if (tables.main.size() > CACHED) {
            return true;
        }
        if (!tables.isAnyLarge()) {
            return false;
        }
        if (pause == 0) {
            return true;
        }
        pause--;
        return false;
    }

    void foresee(UpcomingRequests requests) {
        Tables tables = db.tables();
        int count = requests.count();
        byte[] array = requests.array();
        for (int i = 0; i < count; i++) {
            hashes[i] = KeyHash.hash(array, requests.offset(i, 1), requests.length(i, 1));
        }
        if (tables.main.size() > CACHED) {
            warmth += tables.main.warm(hashes, count);
        }
        if (tables.isAnyLarge() && pause == 0) {
            foreseeElements(tables, requests, count);
        } else if (pause > 0) {
            pause--;
        }
    }

    private void foreseeElements(Tables tables, UpcomingRequests requests, int count) {
        byte[] array = requests.array();
        boolean any = false;
        int first = 0;
        while (first < count) {
            int offset = requests.offset(first, 1);
            int length = requests.length(first, 1);
            int next = first + 1;
            while (next < count
                    && hashes[next] == hashes[first]
                    && requests.length(next, 1) == length
                    && Arrays.equals(
                            array,
                            offset,
                            offset + length,
                            array,
                            requests.offset(next, 1),
                            requests.offset(next, 1) + length)) {
                next++;
            }
            Foreseeing value = large(tables.main.find(hashes[first], array, offset, length));
            if (value != null) {
                any |= foresee(value, requests, first, next);
            }
            first = next;
        }
        vain = any ? 0 : vain + 1;
        if (vain == PATIENCE) {
            vain = 0;
            pause = BREAK;
        }
    }

    /** A value that fails is no reason to fail the requests, which may not even look into it. */
    private boolean foresee(Foreseeing value, UpcomingRequests requests, int from, int to) {
        try {
            warmth += value.foresee(requests, from, to);
            return true;
        } catch (RuntimeException | LinkageError fault) {
            LOG.debug("{} failed to look ahead", value.getClass().getName(), fault);
            return false;
        }
    }

    private static @Nullable Foreseeing large(@Nullable Object entry) {
        return entry instanceof Entry own && own.value instanceof Foreseeing value && own.value.bytes() > Tables.LARGE
                ? value
                : null;
    }
}
