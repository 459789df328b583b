package serval.system.persistence;

import static serval.system.payload.Payloads.length;
import static serval.system.payload.Payloads.string;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import serval.system.payload.Payloads;

/** A snapshot file put together by hand, from the description of the format. */
final class RdbFile {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int version;

    RdbFile(int version) {
        this.version = version;
        raw(String.format("REDIS%04d", version).getBytes(StandardCharsets.US_ASCII));
    }

    RdbFile raw(byte[]... parts) {
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return this;
    }

    RdbFile raw(int... bytes) {
        for (int one : bytes) {
            out.write(one);
        }
        return this;
    }

    RdbFile aux(String name, String value) {
        return raw(250).raw(text(name), text(value));
    }

    RdbFile select(int database) {
        return raw(254).raw(length(database));
    }

    RdbFile fixed(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    RdbFile expireSeconds(long seconds) {
        return raw(253).fixed(seconds, 4);
    }

    RdbFile expireMillis(long millis) {
        return raw(252).fixed(millis, 8);
    }

    /** A key with a value that begins with its type code. */
    RdbFile key(String name, byte[] value) {
        out.write(value[0]);
        raw(text(name));
        out.write(value, 1, value.length - 1);
        return this;
    }

    RdbFile text(String name, String value) {
        return raw(0).raw(text(name), text(value));
    }

    static byte[] text(String text) {
        return string(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The file's bytes, with its end. */
    byte[] end() {
        raw(255);
        if (version >= 5) {
            fixed(Payloads.checksum(out.toByteArray(), out.size()), 8);
        }
        return out.toByteArray();
    }

    static void write(Path folder, byte[] bytes) {
        try {
            Files.write(folder.resolve("dump.rdb"), bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static byte[] read(Path folder) {
        try {
            return Files.readAllBytes(folder.resolve("dump.rdb"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
