package serval.aof.orphan;

import java.util.Arrays;

/**
 * A key and where it is.
 *
 * @param database the number of the database
 * @param key the key's name; never changed
 */
record Place(int database, byte[] key) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && place.database == database && Arrays.equals(place.key, key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key) * 31 + database;
    }
}
