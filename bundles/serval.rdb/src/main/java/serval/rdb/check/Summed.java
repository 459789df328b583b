package serval.rdb.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import serval.bytes.Crc64;
import serval.keyspace.rdb.RdbInput;

/** A file in parts, with the checksum of what has been read of it. */
final class Summed implements RdbInput.Source {
    private static final int PART = 1 << 20;

    private final InputStream in;
    private final long length;
    private byte[] part = new byte[0];
    private byte[] before = new byte[0];
    private long from;
    private long crcAtPart;
    private long crcBefore;

    Summed(InputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        byte[] bytes = in.readNBytes(PART);
        if (bytes.length == 0) {
            return null;
        }
        long crc = Crc64.update(crcAtPart, part, 0, part.length);
        from += part.length;
        before = part;
        crcBefore = crcAtPart;
        part = bytes;
        crcAtPart = crc;
        return Arrays.copyOf(bytes, bytes.length);
    }

    @Override
    public long left() {
        return length - from - part.length;
    }

    /** The checksum of everything before a position that lies in one of the last two parts. */
    long crc(long position) {
        return position >= from
                ? Crc64.update(crcAtPart, part, 0, (int) (position - from))
                : Crc64.update(crcBefore, before, 0, (int) (position - from + before.length));
    }
}
