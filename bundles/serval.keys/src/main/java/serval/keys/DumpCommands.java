package serval.keys;

import static serval.sdk.command.CommandFlag.ASKING;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.event.EventClass;
import serval.sdk.key.Key;
import serval.sdk.reply.CommandError;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;
import serval.spi.keyspace.Restored;

/** DUMP, RESTORE, RESTORE-ASKING. */
@Component
public final class DumpCommands implements CommandFamily {
    private static final Token REPLACE = Token.of("REPLACE");
    private static final Token ABSTTL = Token.of("ABSTTL");
    private static final Token IDLETIME = Token.of("IDLETIME");
    private static final Token FREQ = Token.of("FREQ");
    private static final byte[] DEL = {'D', 'E', 'L'};
    private static final byte[] UNLINK = {'U', 'N', 'L', 'I', 'N', 'K'};

    static final CommandSpec DUMP = CommandSpec.command("DUMP key")
            .summary("Answers a key's value as bytes that RESTORE understands.")
            .group("generic")
            .since("2.6.0")
            .complexity(
                    "O(1) to access the key and additional O(N*M) to serialize it, where N is the number of Redis objects "
                            + "composing the value and M their average size. For small string values the time complexity is thus "
                            + "O(1)+O(1*M) where M is small, so simply O(1).")
            .flags(READONLY)
            .keys(RO, ACCESS)
            .tips("nondeterministic_output")
            .build();

    static final CommandSpec RESTORE = restore("RESTORE")
            .summary("Makes a key of the bytes that DUMP answered.")
            .group("generic")
            .since("2.6.0")
            .flags(WRITE, DENYOOM)
            .argumentSince("REPLACE", "3.0.0")
            .argumentSince("ABSTTL", "5.0.0")
            .argumentSince("IDLETIME", "5.0.0")
            .argumentSince("FREQ", "5.0.0")
            .build();

    static final CommandSpec RESTORE_ASKING = restore("RESTORE-ASKING")
            .summary("RESTORE for keys of a slot that is being imported.")
            .group("server")
            .since("3.0.0")
            .flags(WRITE, DENYOOM, ASKING)
            .categories("keyspace")
            .internal()
            .argumentSince("REPLACE", "3.0.0")
            .argumentSince("ABSTTL", "5.0.0")
            .argumentSince("IDLETIME", "5.0.0")
            .argumentSince("FREQ", "5.0.0")
            .build();

    private static final Logger LOG = LoggerFactory.getLogger(DumpCommands.class);

    private static final CommandError BUSY_KEY = CommandError.of("BUSYKEY Target key name already exists.");
    private static final CommandError BAD_TTL = CommandError.of("ERR Invalid TTL value, must be >= 0");
    private static final CommandError BAD_IDLETIME = CommandError.of("ERR Invalid IDLETIME value, must be >= 0");
    private static final CommandError BAD_FREQ = CommandError.of("ERR Invalid FREQ value, must be >= 0 and <= 255");
    private static final CommandError BAD_PAYLOAD = CommandError.of("ERR DUMP payload version or checksum are wrong");
    private static final CommandError BAD_DATA = CommandError.of("ERR Bad data format");

    private final Keyspace keyspace;
    private final Settings settings;

    /** Creates the commands. */
    @Activate
    public DumpCommands(@Reference Keyspace keyspace, @Reference Settings settings) {
        this.keyspace = keyspace;
        this.settings = settings;
    }

    private static CommandSpec.Builder restore(String name) {
        return CommandSpec.command(
                        name + " key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]")
                .complexity(
                        "O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is "
                                + "the number of Redis objects composing the value and M their average size. For small string values "
                                + "the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set "
                                + "values the complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).")
                .keys(OW, UPDATE)
                .categories("dangerous")
                .changed("3.0.0", "The option REPLACE.")
                .changed("5.0.0", "The option ABSTTL.")
                .changed("5.0.0", "The options IDLETIME and FREQ.");
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(DUMP, this::dump)
                .add(RESTORE, this::restore)
                .add(RESTORE_ASKING, this::restore)
                .build();
    }

    void dump(Call call) {
        Key key = call.key(1);
        Value value = key.touch() ? keyspace.database(call.keys().database()).valueOf(key) : null;
        if (value == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(keyspace.types().dump(value, settings.rdbVersion()));
        }
    }

    void restore(Call call) {
        Options options = Options.read(call);
        Key key = call.key(1);
        if (!options.replace && key.existsForUpdate()) {
            throw BUSY_KEY.exception();
        }
        long ttl = call.asLong(2);
        if (ttl < 0) {
            throw BAD_TTL.exception();
        }
        Value value = value(call);
        Overwriting overwriting = new Overwriting(key);
        boolean replaced = options.replace && key.remove(settings.lazyServerDel());
        if (ttl > 0 && !options.absolute) {
            ttl += call.now();
        }
        if (ttl != 0 && ttl <= call.now() && settings.removesExpired(call)) {
            if (replaced) {
                key.changed(EventClass.GENERIC, "del");
                call.effects().replaceWith(settings.lazyServerDel() ? UNLINK : DEL, call.copy(1));
            }
        } else {
            Database database = keyspace.database(call.keys().database());
            database.restore(key, new Restored(value, ttl == 0 ? -1 : ttl, options.idle, options.frequency));
            overwriting.tell();
            key.changed(EventClass.GENERIC, "restore");
            if (ttl != 0 && !options.absolute) {
                call.effects().replaceWith(absolute(call, ttl));
            }
        }
        call.reply().ok();
    }

    private Value value(Call call) {
        @Nullable Value value;
        try {
            value = keyspace.types().undump(call.copy(3));
        } catch (CorruptValueException corrupt) {
            LOG.warn("A value to be restored is no value: {}", corrupt.getMessage());
            throw BAD_DATA.exception();
        }
        if (value == null) {
            throw BAD_PAYLOAD.exception();
        }
        return value;
    }

    private static byte[][] absolute(Call call, long ttl) {
        byte[][] words = new byte[call.count() + 1][];
        for (int i = 0; i < call.count(); i++) {
            words[i] = call.copy(i);
        }
        words[0] = call.spec()
                .name()
                .toUpperCase(java.util.Locale.ROOT)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        words[2] = Longs.toBytes(ttl);
        words[call.count()] = ABSTTL.bytes();
        return words;
    }

    /** What stands behind the payload. */
    private record Options(boolean replace, boolean absolute, long idle, int frequency) {
        static Options read(Call call) {
            boolean replace = false;
            boolean absolute = false;
            long idle = -1;
            long frequency = -1;
            for (int i = 4; i < call.count(); i++) {
                boolean more = i + 1 < call.count();
                if (call.is(i, REPLACE)) {
                    replace = true;
                } else if (call.is(i, ABSTTL)) {
                    absolute = true;
                } else if (call.is(i, IDLETIME) && more && frequency == -1) {
                    idle = atLeastZero(call, ++i, Long.MAX_VALUE, BAD_IDLETIME);
                } else if (call.is(i, FREQ) && more && idle == -1) {
                    frequency = atLeastZero(call, ++i, 255, BAD_FREQ);
                } else {
                    throw CommandError.SYNTAX.exception();
                }
            }
            return new Options(replace, absolute, idle, (int) frequency);
        }

        private static long atLeastZero(Call call, int index, long most, CommandError error) {
            long value = call.asLong(index);
            if (value < 0 || value > most) {
                throw error.exception();
            }
            return value;
        }
    }
}
