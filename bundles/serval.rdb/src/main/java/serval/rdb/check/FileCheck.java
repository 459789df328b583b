package serval.rdb.check;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import serval.keyspace.rdb.ForeignCode;
import serval.keyspace.rdb.RdbInput;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;

/** One pass over an RDB file. */
final class FileCheck {
    private static final int HEAD = 9;
    private static final int NEWEST_VERSION = 12;
    private static final int FIRST_WITH_CHECKSUM = 5;
    private static final int STRING = 0;
    private static final String[] TYPES = {
        "string",
        "list-linked",
        "set-hashtable",
        "zset-v1",
        "hash-hashtable",
        "zset-v2",
        "module-pre-release",
        "module-value",
        "",
        "hash-zipmap",
        "list-ziplist",
        "set-intset",
        "zset-ziplist",
        "hash-ziplist",
        "quicklist",
        "stream",
        "hash-listpack",
        "zset-listpack",
        "quicklist-v2",
        "stream-v2",
        "set-listpack",
        "stream-v3",
        "hash-hashtable-md-pre-release",
        "hash-listpack-md-pre-release",
        "hash-hashtable-md",
        "hash-listpack-md"
    };

    private final RdbInput in;
    private final Summed source;
    private final PrintStream out;
    private String doing = "start";
    private byte @Nullable [] key;
    private int type = -1;
    private long expiresAt = -1;
    private long keys;
    private long expires;
    private long expired;

    /** Says what is wrong. */
    private static final class Unsound extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsound(String message) {
            super(message, null, false, false);
        }
    }

    FileCheck(RdbInput in, Summed source, PrintStream out) {
        this.in = in;
        this.source = source;
        this.out = out;
    }

    /** Runs it; returns whether the file is sound. */
    boolean run() {
        boolean sound = true;
        try {
            read();
        } catch (Unsound wrong) {
            error(wrong.getMessage());
            sound = false;
        } catch (UncheckedIOException failed) {
            IOException cause = failed.getCause();
            error(String.valueOf(cause == null ? failed.getMessage() : cause.getMessage()));
            sound = false;
        } catch (CorruptValueException wrong) {
            error(wrong.getMessage().contains("truncated") ? "Unexpected EOF reading RDB file" : wrong.getMessage());
            sound = false;
        }
        info(keys + " keys read");
        info(expires + " expires");
        info(expired + " already expired");
        return sound;
    }

    private void info(String text) {
        out.println("[info] " + text);
    }

    private void at(String text) {
        out.println("[offset " + in.position() + "] " + text);
    }

    private void error(String what) {
        out.println("--- RDB ERROR DETECTED ---");
        at(what);
        out.println("[additional info] While doing: " + doing);
        byte[] name = key;
        if (name != null) {
            out.println("[additional info] Reading key '" + new String(name, StandardCharsets.ISO_8859_1) + "'");
        }
        if (type >= 0) {
            out.println("[additional info] Reading type " + type + " ("
                    + (type < TYPES.length ? TYPES[type] : "unknown") + ")");
        }
    }

    private void read() {
        int version = head();
        while (true) {
            doing = "read-type";
            int opcode = in.octet();
            switch (opcode) {
                case 253 -> {
                    doing = "read-expire";
                    expiresAt = seconds() * 1000;
                }
                case 252 -> {
                    doing = "read-expire";
                    expiresAt = Math.max(0, in.fixed64());
                }
                case 249 -> in.octet();
                case 248 -> in.length();
                case 254 -> {
                    doing = "read-len";
                    at("Selecting DB ID " + in.length());
                }
                case 251 -> {
                    doing = "read-len";
                    in.length();
                    in.length();
                }
                case 244 -> {
                    doing = "read-len";
                    in.length();
                    in.length();
                    in.length();
                }
                case 250 -> aux();
                case 247 -> moduleAux();
                case 245 -> {
                    doing = "read-function";
                    in.skipString();
                }
                case 255 -> {
                    end(version);
                    return;
                }
                default -> key(opcode);
            }
        }
    }

    private int head() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < HEAD; i++) {
            text.append((char) in.octet());
        }
        if (!text.toString().startsWith("REDIS")) {
            throw new Unsound("Wrong signature trying to load DB from file");
        }
        String digits = text.substring(5);
        int version = digits.matches("\\d{4}") ? Integer.parseInt(digits) : 0;
        if (version < 1 || version > NEWEST_VERSION) {
            throw new Unsound("Can't handle RDB format version " + version);
        }
        return version;
    }

    private long seconds() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value |= in.octet() << i * 8;
        }
        return value;
    }

    private void aux() {
        doing = "read-aux";
        String name = new String(in.string(), StandardCharsets.ISO_8859_1);
        String value = new String(in.string(), StandardCharsets.ISO_8859_1);
        at("AUX FIELD " + name + " = '" + value + "'");
    }

    private void moduleAux() {
        doing = "read-module-aux";
        long id = in.length();
        in.length();
        in.length();
        at("MODULE AUX for: " + serval.keyspace.rdb.ModuleId.name(id));
        in.stepOverModule();
    }

    private void key(int code) {
        if (code != STRING && code != Codec.MODULE && !isKnown(code)) {
            throw new Unsound("Invalid object type: " + code);
        }
        doing = "read-key";
        type = code;
        key = in.string();
        keys++;
        doing = "read-object-value";
        if (code == Codec.MODULE) {
            in.length();
            in.stepOverModule();
        } else {
            ForeignCode.stepOver(code, in);
        }
        if (expiresAt >= 0) {
            expires++;
            if (expiresAt < System.currentTimeMillis()) {
                expired++;
            }
        }
        expiresAt = -1;
        key = null;
        type = -1;
    }

    private static boolean isKnown(int code) {
        try {
            ForeignCode.name(code);
            return true;
        } catch (CorruptValueException unknown) {
            return false;
        }
    }

    private void end(int version) {
        doing = "check-sum";
        if (version >= FIRST_WITH_CHECKSUM) {
            long sum = source.crc(in.position());
            long told = in.fixed64();
            if (told == 0) {
                at("RDB file was saved with checksum disabled: no check performed.");
            } else if (told != sum) {
                throw new Unsound("RDB CRC error");
            } else {
                at("Checksum OK");
            }
        }
        at("\\o/ RDB looks OK! \\o/");
    }
}
