package serval.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import serval.bytes.Ascii;
import serval.bytes.ByteSlice;
import serval.bytes.Longs;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.type.Value;
import serval.spi.gate.Origin;
import serval.spi.journal.Effect;
import serval.spi.journal.Journal;
import serval.spi.journal.Target;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.OpenKey;
import serval.spi.request.Request;

/** What units leave in the journal. While no sink is there, nothing is made. */
final class Effector {
    private static final byte[] DEL = {'D', 'E', 'L'};
    private static final byte[] SET = {'S', 'E', 'T'};
    private static final byte[] PXAT = {'P', 'X', 'A', 'T'};
    private static final byte[] RESTORE = {'R', 'E', 'S', 'T', 'O', 'R', 'E'};
    private static final byte[] REPLACE = {'R', 'E', 'P', 'L', 'A', 'C', 'E'};
    private static final byte[] ABSTTL = {'A', 'B', 'S', 'T', 'T', 'L'};
    /** The payload version that a Redis 7.0 server reads. */
    private static final int RDB_VERSION = 10;

    private final Core core;
    private @Nullable Journal open;
    private int allowed = Target.ALL;

    Effector(Core core) {
        this.core = core;
    }

    void beginUnit() {
        Journal journal = core.journal();
        if (journal != null && journal.isWanted(Target.ALL)) {
            journal.begin(core.now(), true);
            open = journal;
        }
    }

    /** Decides whom the effects yet to come in this unit are for. */
    void targets(int bits) {
        allowed = bits;
    }

    /** Whether what this unit leaves is taken by anybody. */
    boolean isWanted() {
        return open != null || core.shadows != null;
    }

    /** Ends the unit; returns the journal's position if the unit left anything there, or -1. */
    long endUnit() {
        allowed = Target.ALL;
        Journal journal = open;
        if (journal == null) {
            return -1;
        }
        open = null;
        long before = journal.position();
        journal.end();
        long after = journal.position();
        return after == before ? -1 : after;
    }

    /** The effects of a call that has run. */
    void leave(CallImpl call, long dirty) {
        Journal journal = open;
        Shadows shadows = core.shadows;
        if (journal == null && shadows == null || call.origin() == Origin.REPLAY) {
            return;
        }
        List<byte[][]> instead = call.instead();
        if (instead != null) {
            for (byte[][] words : instead) {
                append(journal, call, words);
            }
        } else if (!call.isRewritten()
                && dirty > 0
                && (call.spec().is(CommandFlag.WRITE) || call.spec().is(CommandFlag.MAY_REPLICATE))) {
            appendSent(journal, call);
        } else if (call.journalledFor() != 0) {
            append(journal, call, asSent(call), call.journalledFor());
        }
        List<byte[][]> besides = call.besides();
        if (besides != null) {
            for (byte[][] words : besides) {
                append(journal, call, words);
            }
        }
        if (shadows != null) {
            shadows.settled();
        }
    }

    /** The request itself is the effect: while nothing comes between the call and the unit's end, its words are read where they are. */
    private void appendSent(@Nullable Journal journal, CallImpl call) {
        Request request = call.request();
        if (journal == null
                || core.shadows != null
                || call.depth() > 0
                || isOfModule(call)
                || !Ascii.equalsIgnoreCase(request.array(0), request.offset(0), request.length(0), ownName(call))) {
            append(journal, call, asSent(call));
            return;
        }
        int targets = targets(call, Target.ALL);
        if (targets != 0) {
            journal.append(call.database(), targets, request);
        }
    }

    private static boolean isOfModule(CallImpl call) {
        return call.spec().group().equals("module");
    }

    /** Whom an effect is for. On a replica the primary's stream goes on to replicas as it came; only the file needs its effects. */
    private int targets(CallImpl call, int wanted) {
        return wanted & (call.origin() == Origin.PRIMARY ? Target.AOF : Target.ALL) & allowed;
    }

    private void append(@Nullable Journal journal, CallImpl call, byte[][] words) {
        append(journal, call, words, Target.ALL);
    }

    private void append(@Nullable Journal journal, CallImpl call, byte[][] words, int wanted) {
        Shadows shadows = core.shadows;
        if (shadows != null) {
            shadows.effect(call.database(), words);
        }
        if (journal == null) {
            return;
        }
        String owner = isOfModule(call) ? call.command().owner() : null;
        int targets = targets(call, wanted);
        if (targets == 0) {
            return;
        }
        journal.append(new Effect(call.database(), -1, targets, words, owner));
    }

    /** A key expired or was evicted: in whatever unit that happens, or one of its own. */
    void removed(int database, ByteSlice key) {
        core.execution.dirty(1);
        Journal journal = open;
        if (journal == null) {
            Journal service = core.journal();
            if (service == null || !service.isWanted(Target.ALL)) {
                return;
            }
            service.begin(core.now(), false);
            service.append(new Effect(database, -1, Target.ALL, new byte[][] {DEL, key.copy()}, null));
            service.end();
            return;
        }
        journal.append(new Effect(database, -1, Target.ALL, new byte[][] {DEL, key.copy()}, null));
    }

    /** A handler failed midway: every key it had opened for writing is journalled as it is now. */
    void makeGood(CallImpl call) {
        Database database = core.keyspace().database(call.database());
        for (int i = 0; i < call.openedKeys(); i++) {
            OpenKey key = call.openedKey(i);
            if (!key.isOpenForWriting()) {
                continue;
            }
            byte[] name = key.name().copy();
            OpenKey fresh = database.newKey();
            database.open(fresh, name, 0, name.length);
            fresh.modified();
            Value value = database.valueOf(fresh);
            long expiresAt = fresh.expiresAt();
            if (value == null) {
                call.add(DEL, name);
            } else if (value.type() == core.keyspace().types().string()) {
                ByteSlice bytes = fresh.string().current();
                byte[] copy = bytes == null ? new byte[0] : bytes.copy();
                if (expiresAt < 0) {
                    call.add(SET, name, copy);
                } else {
                    call.add(SET, name, copy, PXAT, Longs.toBytes(expiresAt));
                }
            } else {
                byte[] payload = core.keyspace().types().dump(value, RDB_VERSION);
                call.add(RESTORE, name, Longs.toBytes(Math.max(expiresAt, 0)), payload, REPLACE, ABSTTL);
            }
        }
    }

    /** The words that name the command in its effect: as sent, unless it was renamed. */
    private static byte[][] asSent(CallImpl call) {
        byte[][] words = call.request().detach();
        String own = ownName(call);
        if (!Ascii.equalsIgnoreCase(words[0], 0, words[0].length, own)) {
            words[0] = Ascii.bytes(own);
        }
        return words;
    }

    private static String ownName(CallImpl call) {
        CommandSpec spec = call.spec();
        CommandSpec parent = spec.parent();
        return parent == null ? spec.name() : parent.name();
    }
}
