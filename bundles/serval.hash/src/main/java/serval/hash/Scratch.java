package serval.hash;

import serval.bytes.ByteSlice;
import serval.bytes.Longs;

/** Where fields and values are shown to whoever reads them. */
final class Scratch {
    final ByteSlice field = new ByteSlice();
    final ByteSlice value = new ByteSlice();
    final byte[] fieldDigits = new byte[Longs.MAX_LENGTH];
    final byte[] valueDigits = new byte[Longs.MAX_LENGTH];
}
