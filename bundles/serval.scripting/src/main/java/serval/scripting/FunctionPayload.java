package serval.scripting;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import serval.bytes.Crc64;

/** Libraries in the form of FUNCTION DUMP: RDB entries, the version, and a checksum. */
final class FunctionPayload {
    private static final int FUNCTION = 245;
    private static final int FUNCTION_OF_RELEASE_CANDIDATES = 246;
    /** The version written, and the newest that is read. */
    private static final int VERSION = 11;

    private static final int FOOTER = 10;

    private FunctionPayload() {}

    static byte[] write(List<byte[]> sources) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] source : sources) {
            out.write(FUNCTION);
            length(out, source.length);
            out.write(source, 0, source.length);
        }
        out.write(VERSION);
        out.write(0);
        byte[] body = out.toByteArray();
        long checksum = Crc64.of(body, 0, body.length);
        for (int i = 0; i < 8; i++) {
            out.write((int) (checksum >>> 8 * i));
        }
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 64) {
            out.write(length);
        } else if (length < 16384) {
            out.write(0x40 | length >> 8);
            out.write(length);
        } else {
            out.write(0x80);
            for (int i = 3; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
    }

    /** Reads the sources out of a payload; throws what FUNCTION RESTORE answers if it is none. */
    static List<byte[]> read(byte[] payload) {
        int end = payload.length - FOOTER;
        if (end < 0) {
            throw ScriptErrors.BAD_PAYLOAD.exception();
        }
        int version = payload[end] & 255 | (payload[end + 1] & 255) << 8;
        long checksum = 0;
        for (int i = 7; i >= 0; i--) {
            checksum = checksum << 8 | payload[end + 2 + i] & 255;
        }
        if (version > VERSION || Crc64.of(payload, 0, end + 2) != checksum) {
            throw ScriptErrors.BAD_PAYLOAD.exception();
        }
        List<byte[]> sources = new ArrayList<>();
        Input in = new Input(payload, end);
        while (in.at < end) {
            int kind = in.octet();
            if (kind == FUNCTION_OF_RELEASE_CANDIDATES) {
                throw ScriptErrors.error("Pre-GA function format not supported").exception();
            }
            if (kind != FUNCTION) {
                throw ScriptErrors.error("given type is not a function").exception();
            }
            sources.add(in.string());
        }
        return sources;
    }

    /** RDB strings out of bytes. */
    private static final class Input {
        private final byte[] bytes;
        private final int end;
        private int at;

        Input(byte[] bytes, int end) {
            this.bytes = bytes;
            this.end = end;
        }

        private static RuntimeException broken() {
            return ScriptErrors.error("Failed loading library data").exception();
        }

        int octet() {
            if (at >= end) {
                throw broken();
            }
            return bytes[at++] & 255;
        }

        private long big(int count) {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 8 | octet();
            }
            return value;
        }

        private int size(int first) {
            long size = switch (first >> 6) {
                case 0 -> first & 63;
                case 1 -> (first & 63) << 8 | octet();
                default -> first == 0x80 ? big(4) : first == 0x81 ? big(8) : -1;
            };
            if (size < 0 || size > Integer.MAX_VALUE - 64) {
                throw broken();
            }
            return (int) size;
        }

        byte[] string() {
            int first = octet();
            if (first >> 6 == 3) {
                return switch (first) {
                    case 0xC0 -> digits((byte) octet());
                    case 0xC1 -> digits((short) (octet() | octet() << 8));
                    case 0xC2 -> digits(octet() | octet() << 8 | octet() << 16 | octet() << 24);
                    case 0xC3 -> compressed();
                    default -> throw broken();
                };
            }
            int size = size(first);
            if (size > end - at) {
                throw broken();
            }
            byte[] text = java.util.Arrays.copyOfRange(bytes, at, at + size);
            at += size;
            return text;
        }

        private static byte[] digits(long number) {
            return serval.bytes.Longs.toBytes(number);
        }

        /** LZF: literal runs, and references to what came before. */
        private byte[] compressed() {
            int packed = size(octet());
            int size = size(octet());
            // A reference of three bytes makes 264 at most.
            if (packed > end - at || size > packed * 264L) {
                throw broken();
            }
            byte[] text = new byte[size];
            int to = 0;
            int stop = at + packed;
            while (at < stop) {
                int control = octet();
                if (control < 32) {
                    int run = control + 1;
                    if (run > stop - at || run > size - to) {
                        throw broken();
                    }
                    System.arraycopy(bytes, at, text, to, run);
                    at += run;
                    to += run;
                    continue;
                }
                int length = control >> 5;
                if (length == 7) {
                    length += octet();
                }
                length += 2;
                int from = to - ((control & 31) << 8) - octet() - 1;
                if (from < 0 || length > size - to || at > stop) {
                    throw broken();
                }
                for (int i = 0; i < length; i++) {
                    text[to++] = text[from++];
                }
            }
            if (to != size) {
                throw broken();
            }
            return text;
        }
    }
}
