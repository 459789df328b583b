package serval.engine;

import java.util.Arrays;
import serval.bytes.ByteSlice;

/** A key's name with its database's number: what waiting calls are looked up by. */
record KeyName(int database, byte[] name) {
    static KeyName of(int database, ByteSlice slice) {
        return new KeyName(database, slice.copy());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyName key && key.database == database && Arrays.equals(key.name, name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name) * 31 + database;
    }
}
