package serval.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.bytes.ByteSlice;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.sdk.command.KeyFlag;
import serval.sdk.command.KeyPositions;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.Value;
import serval.spi.engine.CommandEntry;
import serval.spi.gate.Origin;
import serval.spi.keyspace.Conversions;
import serval.spi.keyspace.Conversions.Conversion;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.OpenKey;
import serval.spi.keyspace.Restored;
import serval.spi.module.ModuleRefusedException;
import serval.spi.request.Request;

/**
 * Large values on their way to the next version of their type while the present one still serves them.
 *
 * <p>Each is converted as it was when its turn came; the effects of the commands that change it from then on are kept, and run
 * on the converted value by the new version's handlers, as a replica would. So at the switch a value of any size changes
 * hands in one step. What runs in the serving thread has no lambdas, which take it a millisecond each at their first use. A change that leaves no effect of the bundle's own commands on that key alone makes its
 * conversion begin anew.
 */
final class Shadows {
    private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);
    private static final int ATTEMPTS = 3;
    /** Commands that change a key and not its value. */
    private static final Set<String> BESIDE_THE_VALUE =
            Set.of("expire", "pexpire", "expireat", "pexpireat", "persist", "touch");

    private final Core core;
    private final Conversions conversions;
    private final @Nullable Bundle leaving;
    private final Bundle entering;
    private final List<CommandTable> tables;
    private final Map<KeyName, Shadow> byKey = new HashMap<>();
    private final ArrayDeque<Shadow> work = new ArrayDeque<>();
    private final Map<Integer, Trial> trials = new HashMap<>();
    private final ArrayList<Shadow> dirty = new ArrayList<>();
    private int lost;

    private static final class Shadow {
        final KeyName name;
        final Value original;
        final ArrayDeque<byte[][]> effects = new ArrayDeque<>();

        @Nullable
        Conversion conversion;

        boolean ready;
        boolean dirty;
        int attempts;

        Shadow(KeyName name, Value original) {
            this.name = name;
            this.original = original;
        }
    }

    /** The keys of a command, found one after the other. */
    private static final class KeyNames implements KeyFinder.Positions {
        final List<KeyName> keys = new ArrayList<>(2);
        private final int database;
        private final byte[][] words;

        KeyNames(int database, byte[][] words) {
            this.database = database;
            this.words = words;
        }

        @Override
        public void key(int index, KeyFlag... flags) {
            keys.add(new KeyName(database, words[index]));
        }
    }

    Shadows(Core core, Conversions conversions, @Nullable Bundle leaving, Bundle entering, List<CommandTable> tables) {
        this.core = core;
        this.conversions = conversions;
        this.leaving = leaving;
        this.entering = entering;
        this.tables = tables;
    }

    int count() {
        return byKey.size();
    }

    /** Takes on a value; one that is known already under its key is passed over. */
    void add(int database, byte[] key, Value value) {
        KeyName name = new KeyName(database, key);
        Shadow known = byKey.get(name);
        if (known != null && known.original == value) {
            return;
        }
        if (known != null) {
            drop(known);
        }
        Shadow shadow = new Shadow(name, value);
        byKey.put(name, shadow);
        work.add(shadow);
    }

    /**
     * Goes on for about so many nanoseconds.
     *
     * @return whether every value is converted and up to date
     * @throws ModuleRefusedException if the new version cannot read one
     */
    boolean step(long nanos) {
        long until = core.clock().nanos() + nanos;
        for (Shadow shadow = work.peek(); shadow != null; shadow = work.peek()) {
            if (byKey.get(shadow.name) != shadow || shadow.ready) {
                work.poll();
                continue;
            }
            if (convert(shadow, until)) {
                work.poll();
            }
            if (core.clock().nanos() - until >= 0) {
                return work.isEmpty();
            }
        }
        return true;
    }

    private boolean convert(Shadow shadow, long until) {
        try {
            Conversion running = shadow.conversion;
            if (running == null) {
                if (!isThere(shadow)) {
                    drop(shadow);
                    return true;
                }
                running = conversions.convert(shadow.original, entering);
                shadow.conversion = running;
            }
            Trial trial = trial(shadow.name.database());
            byte[] name = shadow.name.name();
            if (!shadow.ready && !isConverted(shadow)) {
                if (!running.step(until - core.clock().nanos())) {
                    return false;
                }
                trial.database()
                        .restore(
                                trial.database().open(name, 0, name.length), new Restored(running.value(), -1, -1, -1));
                running.close();
            }
            while (!shadow.effects.isEmpty()) {
                byte[][] words = shadow.effects.poll();
                if (!replay(trial, words)) {
                    again(shadow);
                    return true;
                }
                if (core.clock().nanos() - until >= 0 && !shadow.effects.isEmpty()) {
                    return false;
                }
            }
            shadow.ready = true;
            return true;
        } catch (CorruptValueException unreadable) {
            throw new ModuleRefusedException(
                    "version " + entering.getVersion() + " cannot read the value of key '"
                            + new ByteSlice().set(shadow.name.name(), 0, shadow.name.name().length) + "': "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private boolean isConverted(Shadow shadow) {
        byte[] name = shadow.name.name();
        Trial trial = trial(shadow.name.database());
        return trial.database().open(name, 0, name.length).isPresent();
    }

    private boolean isThere(Shadow shadow) {
        byte[] name = shadow.name.name();
        Database database = core.keyspace().database(shadow.name.database());
        return database.valueOf(database.open(name, 0, name.length)) == shadow.original;
    }

    private Trial trial(int database) {
        Trial trial = trials.get(database);
        if (trial == null) {
            trial = new Trial(core, entering, tables, core.keyspace().detached(database), Origin.REPLAY);
            trials.put(database, trial);
        }
        return trial;
    }

    private boolean replay(Trial trial, byte[][] words) {
        ReplyTree reply = new ReplyTree();
        core.execution.trial(trial, new Request().set(words), reply);
        return !(reply.value() instanceof CommandError);
    }

    // What happens meanwhile

    /** A change was noted of a key. */
    void modified(int database, ByteSlice key) {
        Shadow shadow = byKey.get(KeyName.of(database, key));
        if (shadow != null && shadow.conversion != null && !shadow.dirty) {
            shadow.dirty = true;
            dirty.add(shadow);
        }
    }

    /** A call leaves an effect. */
    void effect(int database, byte[][] words) {
        if (dirty.isEmpty()) {
            return;
        }
        CommandEntry command = find(words);
        if (command == null) {
            return;
        }
        KeyNames found = new KeyNames(database, words);
        List<KeyName> keys = found.keys;
        try {
            KeyPositions.find(command.spec(), new Request().set(words), found);
        } catch (CommandException none) {
            return;
        }
        for (KeyName key : keys) {
            Shadow shadow = byKey.get(key);
            if (shadow == null || !shadow.dirty) {
                continue;
            }
            if (BESIDE_THE_VALUE.contains(command.spec().name())) {
                shadow.dirty = false;
            } else if (keys.size() == 1 && leaving != null && command.bundle() == leaving.getBundleId()) {
                shadow.dirty = false;
                if (!shadow.ready) {
                    shadow.effects.add(words);
                } else if (!replay(trial(database), words)) {
                    shadow.dirty = true;
                }
            }
        }
    }

    /** A call has left all its effects: what changed and cannot be followed begins anew. */
    void settled() {
        if (dirty.isEmpty()) {
            return;
        }
        for (Shadow shadow : dirty) {
            if (shadow.dirty && byKey.get(shadow.name) == shadow) {
                again(shadow);
            }
        }
        dirty.clear();
    }

    private void again(Shadow shadow) {
        drop(shadow);
        if (++shadow.attempts >= ATTEMPTS) {
            lost++;
            return;
        }
        if (isThere(shadow)) {
            Shadow next = new Shadow(shadow.name, shadow.original);
            next.attempts = shadow.attempts;
            byKey.put(next.name, next);
            work.add(next);
        }
    }

    private void drop(Shadow shadow) {
        byKey.remove(shadow.name, shadow);
        Conversion running = shadow.conversion;
        if (running != null) {
            running.close();
        }
        byte[] name = shadow.name.name();
        Trial trial = trials.get(shadow.name.database());
        if (trial != null) {
            trial.database().open(name, 0, name.length).remove(false);
        }
        shadow.effects.clear();
    }

    private @Nullable CommandEntry find(byte[][] words) {
        CommandEntry command = core.snapshot().find(words[0], 0, words[0].length);
        if (command != null && command.hasSubcommands() && words.length > 1) {
            return command.subcommand(
                    new String(words[1], java.nio.charset.StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        }
        return command;
    }

    // The end

    /** Puts the converted values in their originals' places; at the exchange, when the new types are in service. */
    void adopt() {
        int adopted = 0;
        for (Shadow shadow : byKey.values()) {
            byte[] name = shadow.name.name();
            Database scratch = trial(shadow.name.database()).database();
            OpenKey key = (OpenKey) scratch.open(name, 0, name.length);
            Value value = shadow.ready ? scratch.valueOf(key) : null;
            if (value != null && conversions.adopt(shadow.name.database(), name, shadow.original, value)) {
                adopted++;
            } else {
                lost++;
            }
        }
        if (adopted > 0 || lost > 0) {
            LOG.info(
                    "{} large values were converted beside those in use, {} are left for their next use",
                    adopted,
                    lost);
        }
        byKey.clear();
    }

    /** Lets go of everything. */
    void abandon() {
        for (Shadow shadow : new ArrayList<>(byKey.values())) {
            drop(shadow);
        }
        work.clear();
    }
}
