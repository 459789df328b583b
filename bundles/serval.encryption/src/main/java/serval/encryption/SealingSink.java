package serval.encryption;

import java.io.IOException;
import java.nio.ByteBuffer;
import serval.spi.dataset.RdbSink;

/** Encrypts a file on its way to where it is written; the last block says that it is complete. */
final class SealingSink implements RdbSink {
    private static final int BLOCK = 128 * 1024;

    private final RdbSink to;
    private final BlockCipher cipher;
    private final ByteBuffer plain = ByteBuffer.allocate(BLOCK);
    private byte[] head;
    private long number;

    SealingSink(RdbSink to, byte[] head, BlockCipher cipher) {
        this.to = to;
        this.head = head;
        this.cipher = cipher;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (!plain.hasRemaining()) {
                block(false);
            }
            int count = Math.min(end - at, plain.remaining());
            plain.put(bytes, at, count);
            at += count;
        }
    }

    private void block(boolean last) throws IOException {
        if (head.length > 0) {
            to.write(head, 0, head.length);
            head = new byte[0];
        }
        ByteBuffer block = cipher.encrypt(number++, plain.flip(), last);
        to.write(block.array(), 0, block.limit());
        plain.clear();
    }

    @Override
    public void finish() throws IOException {
        block(true);
        to.finish();
    }

    @Override
    public void abandon() {
        to.abandon();
    }
}
