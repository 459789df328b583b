package serval.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.Longs;
import serval.keyspace.rdb.EmptyValues;
import serval.keyspace.rdb.RdbInput;
import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.spi.dataset.RdbFormatException;
import serval.spi.dataset.RdbLoaded;
import serval.spi.dataset.RdbReadOptions;
import serval.spi.dataset.SnapshotField;
import serval.spi.keyspace.LoadBatch;

/**
 * Decodes an RDB stream, head to checksum. On a thread of its own, without the engine lock: what touches the databases is given to
 * whoever has it. Values of modules are decoded there too, as only the built-in types' codecs are known to be free of
 * shared state.
 */
final class RdbParser {
    private static final Logger LOG = LoggerFactory.getLogger(RdbParser.class);
    private static final int BATCH_KEYS = 32 * 1024;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int EMPTY_KEYS_TOLD = 10;
    private static final int MOST_AUX = 64;
    private static final int STRING = 0;
    private static final byte[] NO_KEY = {};

    private final RdbInput in;
    private final ReadAhead ahead;
    private final StreamReading reading;
    private final RdbReadOptions options;
    private final ParserContext context;
    private final Map<String, String> aux = new LinkedHashMap<>();
    private LoadBatch batch;
    private int version;
    private int database;
    private long loaded;
    private long expired;
    private long empty;
    private long end;
    /** What is being read, for messages. */
    private String doing = "the head";

    private long expiresAt = -1;
    private long idleSeconds = -1;
    private int frequency = -1;
    private long batchFrom;

    RdbParser(RdbInput in, ReadAhead ahead, StreamReading reading, RdbReadOptions options, ParserContext context) {
        this.in = in;
        this.ahead = ahead;
        this.reading = reading;
        this.options = options;
        this.context = context;
        batch = context.keyspace().batch();
    }

    RdbLoaded loaded() {
        return new RdbLoaded(end, version, Map.copyOf(aux), loaded, expired);
    }

    /** What a damaged stream is told as. */
    RdbFormatException damaged(CorruptValueException corrupt) {
        boolean truncated = ahead.left() <= 0 || corrupt.getMessage().contains("truncated");
        LOG.warn(
                "Internal error in RDB reading offset {}, while reading {}: {}",
                in.position(),
                doing,
                corrupt.getMessage());
        LOG.warn("Short read or OOM loading DB. Unrecoverable error, aborting now.");
        return new RdbFormatException(doing + ": " + corrupt.getMessage(), truncated);
    }

    private static RdbFormatException refused(String message) {
        LOG.warn(message);
        return new RdbFormatException(message, false);
    }

    void run() throws IOException, InterruptedException {
        head();
        while (true) {
            int opcode = in.octet();
            switch (opcode) {
                case Opcode.EXPIRY_SECONDS -> {
                    doing = "an expiry";
                    expiresAt = fourBytes() * 1000;
                }
                case Opcode.EXPIRY_MILLIS -> {
                    doing = "an expiry";
                    expiresAt = in.fixed64();
                    if (expiresAt < 0) {
                        // Times before 1970 are past like any other; negative ones mean none here.
                        expiresAt = 0;
                    }
                }
                case Opcode.FREQUENCY -> frequency = in.octet();
                case Opcode.IDLE -> idleSeconds = in.length();
                case Opcode.SELECT -> select();
                case Opcode.RESIZE -> resize();
                case Opcode.SLOT_INFO -> {
                    in.length();
                    in.length();
                    in.length();
                }
                case Opcode.AUX -> auxField();
                case Opcode.MODULE_AUX -> moduleAux();
                case Opcode.FUNCTION_EARLY -> throw refused("Pre-release function format not supported.");
                case Opcode.FUNCTION -> function();
                case Opcode.END -> {
                    finish();
                    return;
                }
                default -> key(opcode);
            }
        }
    }

    private void head() throws IOException {
        byte[] magic = new byte[Opcode.HEAD];
        for (int i = 0; i < magic.length; i++) {
            magic[i] = (byte) in.octet();
        }
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(Opcode.MAGIC)) {
            throw refused("Wrong signature trying to load DB from file");
        }
        String digits = text.substring(Opcode.MAGIC.length());
        version = digits.matches("\\d{4}") ? Integer.parseInt(digits) : 0;
        if (version < 1 || version > Opcode.NEWEST_VERSION) {
            throw refused("Can't handle RDB format version " + (version == 0 ? digits : version));
        }
        doing = "the body";
    }

    private long fourBytes() {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (long) in.octet() << i * 8;
        }
        return (int) value;
    }

    private void select() throws IOException {
        doing = "a database's number";
        long number = in.length();
        if (number < 0 || number >= context.keyspace().count()) {
            throw refused("FATAL: Data file was created with a Redis server configured to handle more than "
                    + context.keyspace().count() + " databases. Exiting");
        }
        database = (int) number;
    }

    private void resize() throws InterruptedException {
        doing = "the number of keys";
        // A number too large for what there is says nothing.
        long keys = Math.min(in.length(), in.remaining());
        // Some more, lest every other segment of the table has to grow by a few.
        long room = keys + keys / 12;
        in.length();
        int number = database;
        reading.give(() -> context.keyspace().database(number).expect(room));
    }

    // Fields

    private void auxField() throws IOException, InterruptedException {
        doing = "an aux field";
        String name = new String(in.string(), StandardCharsets.ISO_8859_1);
        byte[] bytes = in.string();
        SnapshotField field = context.beside().find(name);
        if (field != null) {
            reading.give(() -> field.load(bytes));
            return;
        }
        String value = new String(bytes, StandardCharsets.ISO_8859_1);
        if (aux.size() < MOST_AUX) {
            aux.put(name, value);
        }
        switch (name) {
            case "redis-ver" -> LOG.info("Loading RDB produced by version {}", value);
            case "ctime" ->
                LOG.info("RDB age {} seconds", Math.max(0, System.currentTimeMillis() / 1000 - number(value)));
            case "used-mem" -> {
                long used = number(value);
                LOG.info(
                        "RDB memory usage when created {} Mb",
                        String.format(Locale.ROOT, "%.2f", used / (1024.0 * 1024)));
                context.usedMemory().accept(used);
            }
            case "aof-base" -> {
                if (number(value) != 0) {
                    LOG.info("RDB is base AOF");
                }
            }
            default -> LOG.debug("RDB aux field {}", name);
        }
    }

    private static long number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Longs.isLong(bytes, 0, bytes.length) ? Longs.parse(bytes, 0, bytes.length) : 0;
    }

    /** Data of a module that belongs to no key: kept as it is, whether the module is there or not. */
    private void moduleAux() throws InterruptedException {
        doing = "a module's aux field";
        long from = in.mark();
        in.length();
        in.length();
        in.length();
        // Skipping keeps what it steps over for itself, so it goes by the same mark.
        in.stepOverModule();
        byte[] field = in.since(from);
        reading.give(() -> context.moduleAux().add(field));
    }

    private void function() throws InterruptedException {
        doing = "a library of functions";
        byte[] source = in.string();
        boolean replace = options.merge();
        reading.give(() -> context.functions().load(source, replace));
    }

    // Keys

    private void key(int code) throws IOException, InterruptedException {
        doing = "a key";
        boolean plain = code == STRING;
        if (plain) {
            in.mark();
        }
        int keyLength = plain ? in.plainString() : -1;
        long keyAt = in.position() - keyLength;
        byte[] key = keyLength < 0 ? in.string() : NO_KEY;
        boolean past = expiresAt >= 0 && expiresAt < context.now() && !options.keepExpired();
        int number = database;
        long expiry = expiresAt;
        long idle = idleSeconds;
        int counter = frequency;
        expiresAt = -1;
        idleSeconds = -1;
        frequency = -1;
        doing = "a value of type " + code;
        if (code == STRING) {
            string(number, key, keyAt, keyLength, past, expiry, idle, counter);
        } else if (code == Codec.MODULE) {
            moduleKey(number, key, past, expiry, idle, counter);
        } else if (EmptyValues.isNext(code, in)) {
            if (empty++ < EMPTY_KEYS_TOLD) {
                LOG.info("rdbLoadObject skipping empty key: {}", new String(key, StandardCharsets.ISO_8859_1));
            }
            return;
        } else {
            var value = context.keyspace().types().load(code, in);
            if (!past) {
                batch.add(number, key, value, expiry, idle, counter);
            }
        }
        if (past) {
            expired++;
        } else {
            loaded++;
        }
        if (batch.size() >= BATCH_KEYS || in.position() - batchFrom >= BATCH_BYTES) {
            flush();
        }
        delay();
    }

    /** A string; its key is either an array or, if the length is not negative, still where it was read. */
    private void string(
            int number, byte[] key, long keyAt, int keyLength, boolean past, long expiry, long idle, int counter) {
        int length = keyLength < 0 ? -1 : in.plainString();
        if (length >= 0) {
            if (!past) {
                int end = in.index(in.position());
                batch.addString(
                        number, in.array(), in.index(keyAt), keyLength, end - length, length, expiry, idle, counter);
            }
            in.release();
            return;
        }
        byte[] own = keyLength < 0 ? key : in.copy(keyAt, keyLength);
        in.release();
        byte[] string = in.string();
        if (!past) {
            batch.addString(number, own, string, expiry, idle, counter);
        }
    }

    private void moduleKey(int number, byte[] key, boolean past, long expiry, long idle, int counter)
            throws InterruptedException {
        long from = in.mark();
        in.length();
        in.stepOverModule();
        byte[] bytes = in.since(from);
        if (past) {
            return;
        }
        flush();
        LoadBatch single = context.keyspace().batch();
        reading.give(() -> {
            RdbInput own = new RdbInput(bytes, 0, bytes.length, context.isDeep());
            try {
                single.add(number, key, context.keyspace().types().load(Codec.MODULE, own), expiry, idle, counter);
            } catch (CorruptValueException corrupt) {
                throw damaged(corrupt);
            }
            put(single);
        });
    }

    private void flush() throws InterruptedException {
        batchFrom = in.position();
        if (batch.size() == 0) {
            return;
        }
        LoadBatch full = batch;
        full.arrange();
        batch = context.keyspace().batch();
        reading.give(() -> put(full));
    }

    private void put(LoadBatch full) throws IOException {
        int clash = full.put(options.merge());
        if (clash >= 0) {
            throw refused("The RDB file contains a duplicated key '"
                    + new String(full.key(clash), StandardCharsets.ISO_8859_1) + "' in DB " + full.database(clash));
        }
    }

    private void delay() throws InterruptedException {
        long micros = context.delayMicros().getAsLong();
        if (micros > 0) {
            flush();
            LockSupport.parkNanos(this, micros * 1000);
        } else if (micros < 0 && loaded % -micros == 0) {
            LockSupport.parkNanos(this, 1000);
        }
    }

    // The end

    private void finish() throws IOException, InterruptedException {
        doing = "the checksum";
        long crc = context.isChecked() ? ahead.crc(in.position()) : 0;
        if (version >= Opcode.FIRST_WITH_CHECKSUM) {
            long told = in.fixed64();
            if (context.isChecked()) {
                if (told == 0) {
                    LOG.info("RDB file was saved with checksum disabled: no check performed.");
                } else if (told != crc) {
                    throw refused(String.format(
                            Locale.ROOT, "Wrong RDB checksum expected: (%x) but got (%x). Aborting now.", told, crc));
                }
            }
        }
        end = in.position();
        flush();
        if (empty > 0) {
            LOG.info(
                    "Done loading RDB, keys loaded: {}, keys expired: {}, empty keys skipped: {}.",
                    loaded,
                    expired,
                    empty);
        } else {
            LOG.info("Done loading RDB, keys loaded: {}, keys expired: {}.", loaded, expired);
        }
    }
}
