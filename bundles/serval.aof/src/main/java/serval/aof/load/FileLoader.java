package serval.aof.load;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.DiskErrors;
import serval.aof.disk.DiskFile;
import serval.aof.write.UnitEncoder;
import serval.bytes.Longs;
import serval.sdk.command.Token;
import serval.spi.dataset.EncryptedInput;
import serval.spi.dataset.RdbLoaded;
import serval.spi.dataset.RdbReadOptions;
import serval.spi.engine.UnreadReply;
import serval.spi.gate.Origin;
import serval.spi.request.Request;

/** Loads one file: an RDB at its head, if there is one, then commands. */
final class FileLoader {
    /** What came of a file. */
    enum Outcome {
        /** All of it was loaded. */
        LOADED,
        /** It ended too early and was truncated to what was loaded. */
        TRUNCATED,
        /** There is nothing in it. */
        EMPTY,
        /** What follows happened too late to be wanted. */
        STOPPED,
        /** The file is missing. */
        MISSING,
        /** It could not be loaded. */
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(FileLoader.class);

    private static final Token SELECT = Token.of("SELECT");
    private static final Token MULTI = Token.of("MULTI");
    private static final Token EXEC = Token.of("EXEC");
    /** After this long others get a turn at the engine. */
    private static final long SLICE_NANOS = 5_000_000;

    private static final int LOOK_AT_CLOCK = 64;

    private final LoadContext context;
    private final Path file;
    private final String name;
    private final long before;
    private final UnreadReply reply = new UnreadReply();

    private int database;
    private @Nullable List<byte[][]> queued;
    private @Nullable List<@Nullable String> queuedOwners;
    private @Nullable String owner;
    private long validUpTo;
    private long validBeforeMulti;

    private boolean timed;

    private boolean entered;
    private long enteredAt;
    private int sinceLook;

    /**
     * Prepares the loading of a file.
     *
     * @param before bytes of the files before it
     */
    FileLoader(LoadContext context, Path file, String name, long before) {
        this.context = context;
        this.file = file;
        this.name = name;
        this.before = before;
    }

    /** Whether something in it is known to be early enough. */
    boolean isTimed() {
        return timed;
    }

    Outcome load(boolean old) {
        InputStream in;
        try {
            if (Files.size(file) == 0) {
                return Outcome.EMPTY;
            }
            in = context.disk().read(file);
        } catch (FileNotFoundException | NoSuchFileException missing) {
            LOG.warn("The append log file {} doesn't exist: {}", name, DiskErrors.reason(missing));
            return Outcome.MISSING;
        } catch (IOException failed) {
            LOG.warn("Fatal error: can't open the append log file {} for reading: {}", name, DiskErrors.reason(failed));
            return Outcome.FAILED;
        }
        try (InputStream opened = in) {
            long offset = 0;
            if (beginsWithRdb()) {
                offset = loadHead(old);
                if (offset < 0) {
                    return Outcome.FAILED;
                }
                opened.skipNBytes(offset);
            }
            validUpTo = offset;
            Outcome outcome = loadCommands(new CommandReader(opened, offset));
            boolean torn = outcome == Outcome.LOADED && opened instanceof EncryptedInput input && input.isTorn();
            return torn ? tooShort() : outcome;
        } catch (IOException failed) {
            LOG.warn("Unrecoverable error reading the append only file {}: {}", name, DiskErrors.reason(failed));
            return Outcome.FAILED;
        } finally {
            leave();
        }
    }

    private boolean beginsWithRdb() throws IOException {
        try (InputStream head = context.disk().read(file)) {
            byte[] first = head.readNBytes(5);
            return new String(first, StandardCharsets.ISO_8859_1).equals("REDIS");
        }
    }

    /** Loads the RDB; returns where it ends, or -1. */
    private long loadHead(boolean old) {
        LOG.info(old ? "Reading RDB preamble from AOF file..." : "Reading RDB base file on AOF loading...");
        try (InputStream in = context.disk().read(file)) {
            if (context.rdb() == null) {
                throw new IOException("no bundle is there that reads RDB");
            }
            RdbReadOptions options = new RdbReadOptions(
                    context.locked(),
                    true,
                    context.merge(),
                    bytes -> context.progress().accept(before + bytes));
            RdbLoaded loaded = context.rdb().read(in, options);
            long end = loaded.end();
            if (context.until() > 0) {
                long made = Long.parseLong(loaded.aux().getOrDefault("ctime", "0"));
                if (made > context.until()) {
                    LOG.warn("The base file {} was made at {}, which is later than {}", name, made, context.until());
                    return -1;
                }
                timed |= made > 0;
            }
            if (old) {
                LOG.info("Reading the remaining AOF tail...");
            }
            return end;
        } catch (IOException failed) {
            LOG.warn(
                    old
                            ? "Error reading the RDB preamble of the AOF file {}, AOF loading aborted: {}"
                            : "Error reading the RDB base file {}, AOF loading aborted: {}",
                    name,
                    DiskErrors.reason(failed));
            return -1;
        }
    }

    private Outcome loadCommands(CommandReader reader) throws IOException {
        while (true) {
            CommandReader.Found found = reader.next();
            switch (found) {
                case COMMAND -> {
                    if (!command(reader)) {
                        return Outcome.FAILED;
                    }
                }
                case ANNOTATION -> {
                    if (!annotation(reader.annotation())) {
                        return Outcome.STOPPED;
                    }
                }
                case END -> {
                    leave();
                    context.progress().accept(before + reader.offset());
                    if (queued != null) {
                        LOG.warn("Revert incomplete MULTI/EXEC transaction in AOF file {}", name);
                        validUpTo = validBeforeMulti;
                        return tooShort();
                    }
                    return Outcome.LOADED;
                }
                case TRUNCATED -> {
                    leave();
                    if (queued != null) {
                        validUpTo = validBeforeMulti;
                    }
                    return tooShort();
                }
                case MALFORMED -> {
                    LOG.warn(
                            "Bad file format reading the append only file {}: make a backup of your AOF file, then use"
                                    + " ./redis-check-aof --fix <filename.manifest>",
                            name);
                    return Outcome.FAILED;
                }
            }
        }
    }

    private Outcome tooShort() {
        if (context.directives().loadTruncated.value()) {
            LOG.warn("!!! Warning: short read while loading the AOF file {}!!!", name);
            LOG.warn("!!! Truncating the AOF {} at offset {} !!!", name, validUpTo);
            try (DiskFile opened = context.disk().append(file)) {
                opened.truncate(validUpTo);
                opened.sync();
                LOG.warn("AOF {} loaded anyway because aof-load-truncated is enabled", name);
                return Outcome.TRUNCATED;
            } catch (IOException failed) {
                LOG.warn("Error truncating the AOF file {}: {}", name, DiskErrors.reason(failed));
            }
        }
        LOG.warn(
                "Unexpected end of file reading the append only file {}. You can: 1) Make a backup of your AOF file, then use"
                        + " ./redis-check-aof --fix <filename.manifest>. 2) Alternatively you can set the"
                        + " 'aof-load-truncated' configuration option to yes and restart the server.",
                name);
        return Outcome.FAILED;
    }

    /** Returns whether to go on. */
    private boolean annotation(String line) {
        if (line.startsWith(UnitEncoder.OWNER)) {
            owner = line.substring(UnitEncoder.OWNER.length());
        } else if (context.until() > 0 && line.startsWith(UnitEncoder.TIME)) {
            byte[] digits = line.substring(UnitEncoder.TIME.length()).getBytes(StandardCharsets.ISO_8859_1);
            boolean early =
                    !Longs.isLong(digits, 0, digits.length) || Longs.parse(digits, 0, digits.length) <= context.until();
            timed |= early;
            return early;
        }
        return true;
    }

    private boolean command(CommandReader reader) {
        Request request = reader.request();
        String needs = owner;
        owner = null;
        boolean sound = true;
        if (is(request, MULTI)) {
            if (queued != null) {
                LOG.warn("Unexpected MULTI in AOF {}", name);
                return malformed();
            }
            validBeforeMulti = validUpTo;
            queued = new ArrayList<>();
            queuedOwners = new ArrayList<>();
        } else if (is(request, EXEC)) {
            if (queued == null) {
                LOG.warn("Unexpected EXEC in AOF {}", name);
                return malformed();
            }
            sound = transaction(queued, queuedOwners);
            queued = null;
            queuedOwners = null;
        } else if (queued != null) {
            queued.add(request.detach());
            queuedOwners.add(needs);
        } else {
            enter();
            sound = run(request, needs);
        }
        validUpTo = reader.offset();
        if (queued == null && ++sinceLook >= LOOK_AT_CLOCK) {
            sinceLook = 0;
            if (entered && System.nanoTime() - enteredAt > SLICE_NANOS) {
                leave();
                context.progress().accept(before + reader.offset());
                // Whoever waits for the engine gets it.
                LockSupport.parkNanos(20_000);
            }
        }
        return sound;
    }

    private boolean malformed() {
        LOG.warn(
                "Bad file format reading the append only file {}: make a backup of your AOF file, then use"
                        + " ./redis-check-aof --fix <filename.manifest>",
                name);
        return false;
    }

    private boolean transaction(List<byte[][]> commands, @Nullable List<@Nullable String> owners) {
        enter();
        Request request = new Request();
        context.executor().beginUnit();
        try {
            for (int i = 0; i < commands.size(); i++) {
                if (!run(request.set(commands.get(i)), owners == null ? null : owners.get(i))) {
                    return false;
                }
            }
            return true;
        } finally {
            context.executor().endUnit();
        }
    }

    private static boolean is(Request request, Token token) {
        return request.count() == 1 && token.matches(request.array(0), request.offset(0), request.length(0));
    }

    private boolean run(Request request, @Nullable String needs) {
        if (request.count() == 2 && SELECT.matches(request.array(0), request.offset(0), request.length(0))) {
            return select(request);
        }
        if (context.orphans().observe(database, request)) {
            return true;
        }
        context.executor().run(null, database, Origin.REPLAY, request, reply);
        String error = reply.takeError();
        return error == null || failed(request, needs, error);
    }

    private boolean select(Request request) {
        byte[] digits = request.copy(1);
        if (Longs.isLong(digits, 0, digits.length)) {
            long number = Longs.parse(digits, 0, digits.length);
            if (number >= 0 && number < context.databases()) {
                database = (int) number;
                return true;
            }
        }
        LOG.warn(
                "A SELECT of database {} in the append only file {} cannot be followed: there are {} databases",
                new String(digits, StandardCharsets.ISO_8859_1),
                name,
                context.databases());
        return false;
    }

    /** A command answered with an error; returns whether to go on all the same. */
    private boolean failed(Request request, @Nullable String needs, String error) {
        String command = request.slice(0).toString();
        if (context.commands().resolve(request) == null) {
            if (needs != null) {
                keep(request, needs);
                return true;
            }
            LOG.warn("Unknown command '{}' reading the append only file {}", command, name);
            return false;
        }
        context.statistics().unexpectedErrors++;
        LOG.warn(
                "== CRITICAL == This AOF-loading-client is sending an error to its AOF-loading-server: '-{}' after"
                        + " processing the command '{}'",
                error,
                command.toLowerCase(java.util.Locale.ROOT));
        return true;
    }

    private void keep(Request request, String needs) {
        int space = needs.indexOf(' ');
        String bundle = space < 0 ? needs : needs.substring(0, space);
        List<Integer> positions = new ArrayList<>();
        if (space >= 0) {
            for (String word : needs.substring(space + 1).split(",")) {
                if (word.matches("[0-9]{1,9}") && Integer.parseInt(word) < request.count()) {
                    positions.add(Integer.parseInt(word));
                }
            }
        }
        context.orphans().effect(database, request.detach(), bundle, positions);
    }

    private void enter() {
        if (!context.locked() && !entered) {
            context.dispatcher().enter();
            entered = true;
            enteredAt = System.nanoTime();
        }
    }

    private void leave() {
        if (entered) {
            entered = false;
            context.dispatcher().leave();
        }
    }
}
