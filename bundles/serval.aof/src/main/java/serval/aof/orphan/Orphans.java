package serval.aof.orphan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.load.LoadContext;
import serval.bytes.Longs;
import serval.sdk.engine.Engine;
import serval.sdk.reply.CommandException;
import serval.spi.dataset.SnapshotField;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.Commands;
import serval.spi.engine.Executor;
import serval.spi.engine.UnreadReply;
import serval.spi.gate.Origin;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.keyspace.Keyspace;
import serval.spi.module.Intake;
import serval.spi.request.Request;

/**
 * The effects of commands whose modules are absent, in their order, until those are there.
 *
 * <p>An effect waits with its keys. What deletes, overwrites, renames, moves or copies such a key does so to what waits for it. Any other
 * command of the file that has to do with such a key waits as well, whoever's it is; clients are refused ({@link OrphanGate}). When a
 * bundle enters service, what it needs is run before any client's next command. A rewrite writes what waits into the next increment,
 * and snapshot files have it as auxiliary fields. Under the engine lock.
 */
public final class Orphans implements LoadContext.Orphans, Intake, SnapshotField {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private static final String FIELD = "serval-waiting-effect";

    private final Engine engine;
    private final Commands commands;
    private final Executor executor;
    private final Keyspace keyspace;
    private final Runnable onChange;
    private final WaitingEffects waiting = new WaitingEffects();
    private boolean running;

    /**
     * Begins empty.
     *
     * @param onChange told when something begins or ceases to wait
     */
    public Orphans(Engine engine, Commands commands, Executor executor, Keyspace keyspace, Runnable onChange) {
        this.engine = engine;
        this.commands = commands;
        this.executor = executor;
        this.keyspace = keyspace;
        this.onChange = onChange;
    }

    /** How many effects wait. */
    public int count() {
        return waiting.size();
    }

    WaitingEffects waiting() {
        return waiting;
    }

    /** The keys of a command, as far as they can be told; none if it makes no sense. */
    public List<Integer> keys(Request request) {
        List<Integer> positions = new ArrayList<>();
        CommandEntry entry = commands.resolve(request);
        if (entry != null) {
            try {
                commands.keys(entry, request, (index, flags) -> positions.add(index));
            } catch (CommandException senseless) {
                positions.clear();
            }
        }
        return positions;
    }

    /** Where the keys of an effect that waits are, or null if this is none. */
    public @Nullable List<Integer> positions(byte[][] command) {
        WaitingEffect effect = waiting.of(command);
        return effect == null ? null : effect.positions();
    }

    /** What waits, as a unit to be written, or null if nothing does. */
    public @Nullable JournalUnit asUnit(long position, long now) {
        if (waiting.isEmpty()) {
            return null;
        }
        List<Effect> effects = new ArrayList<>();
        for (WaitingEffect one : waiting.all()) {
            effects.add(new Effect(one.database(), -1, Target.AOF, one.words(), one.owner()));
        }
        return new JournalUnit(position, now, false, effects);
    }

    // Loading

    @Override
    public void effect(int database, byte[][] command, String owner, List<Integer> positions) {
        add(new WaitingEffect(database, command, owner, List.copyOf(positions)));
    }

    private void add(WaitingEffect effect) {
        waiting.add(effect);
        if (waiting.size() == 1) {
            onChange.run();
        }
    }

    @Override
    public void clear() {
        waiting.clear();
        onChange.run();
    }

    @Override
    public void loaded() {
        if (waiting.isEmpty()) {
            return;
        }
        Set<String> owners = new TreeSet<>();
        waiting.all().forEach(one -> owners.add(one.owner()));
        LOG.warn("{} changes of the dataset wait for modules that are not there: {}", waiting.size(), owners);
        // They may have returned since the file was written.
        engine.submit(this::run);
    }

    @Override
    public boolean observe(int database, Request command) {
        if (waiting.isEmpty()) {
            return false;
        }
        byte[][] words = command.detach();
        boolean waits = observe(database, words, true);
        emptied();
        return waits;
    }

    // What clients and the server itself do

    /** Effects took place; what waits for their keys shares their fate. */
    public void observe(JournalUnit unit) {
        if (waiting.isEmpty() || running) {
            return;
        }
        for (Effect effect : unit.effects()) {
            if (waiting.of(effect.command()) == null) {
                observe(effect.database(), effect.command(), false);
            }
        }
        emptied();
    }

    private void emptied() {
        if (waiting.isEmpty()) {
            onChange.run();
        }
    }

    /** Returns whether the command itself has to wait, if it is one that is still to run, of a file. */
    private boolean observe(int database, byte[][] words, boolean loading) {
        String name = new String(words[0], StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        switch (name) {
            case "flushall" -> waiting.clear();
            case "flushdb" -> waiting.take(without(database));
            case "swapdb" -> {
                if (words.length == 3) {
                    swap(number(words[1]), number(words[2]));
                }
            }
            default -> {
                Request request = new Request().set(words);
                List<Integer> keys = keys(request);
                WaitingEffect first = first(database, words, keys);
                if (first != null) {
                    return observe(name, database, words, keys, first, loading);
                }
            }
        }
        return false;
    }

    private @Nullable WaitingEffect first(int database, byte[][] words, List<Integer> keys) {
        for (int position : keys) {
            Collection<WaitingEffect> found = waiting.of(new Place(database, words[position]));
            if (!found.isEmpty()) {
                return found.iterator().next();
            }
        }
        return null;
    }

    private boolean observe(
            String name, int database, byte[][] words, List<Integer> keys, WaitingEffect first, boolean loading) {
        KeyFate fate = KeyFate.of(name);
        if (fate == KeyFate.TIME) {
            // A time does no harm where it comes twice; it may be for a key that only what waits will make.
            keepTime(database, words, first);
            return loading && !isPresent(database, words[1]);
        }
        boolean simple = keys.stream()
                .allMatch(position -> waiting.of(new Place(database, words[position])).stream()
                        .allMatch(WaitingEffect::isSimple));
        if (simple && fate != KeyFate.OTHER) {
            switch (fate) {
                case GONE, OVERWRITTEN -> keys.forEach(position -> waiting.drop(new Place(database, words[position])));
                case RENAMED -> {
                    carry(database, words[1], database, words[2]);
                    waiting.drop(new Place(database, words[1]));
                }
                case MOVED -> {
                    carry(database, words[1], number(words[2]), words[1]);
                    waiting.drop(new Place(database, words[1]));
                }
                case COPIED -> carry(database, words[1], target(database, words), words[2]);
                default -> {}
            }
            boolean takesKey = fate == KeyFate.RENAMED || fate == KeyFate.MOVED || fate == KeyFate.COPIED;
            return loading && takesKey && !isPresent(database, words[1]);
        }
        if (loading || fate == KeyFate.GONE) {
            // In its order, behind what it depends on. A key that is removed because its time was up is removed once
            // more then.
            waiting.add(new WaitingEffect(database, words, first.owner(), List.copyOf(keys)));
        }
        return loading;
    }

    private boolean isPresent(int database, byte[] key) {
        return keyspace.database(database).open(key).isPresent();
    }

    /** What waits for a key waits for another as well, in place of what waited for that. */
    private void carry(int database, byte[] key, int to, byte[] other) {
        if (to < 0) {
            return;
        }
        List<WaitingEffect> found = List.copyOf(waiting.of(new Place(database, key)));
        waiting.drop(new Place(to, other));
        for (WaitingEffect effect : found) {
            waiting.add(effect.moved(to, other));
        }
    }

    private void keepTime(int database, byte[][] words, WaitingEffect first) {
        WaitingEffect last = first;
        for (WaitingEffect effect : waiting.of(new Place(database, words[1]))) {
            last = effect;
        }
        if (last.isSimple() && KeyFate.of(new String(last.words()[0], StandardCharsets.ISO_8859_1)) == KeyFate.TIME) {
            waiting.replace(last, words);
        } else {
            waiting.add(new WaitingEffect(database, words, first.owner(), List.of(1)));
        }
    }

    /** Where COPY puts the copy. */
    private static int target(int database, byte[][] words) {
        for (int i = 3; i + 1 < words.length; i++) {
            if (new String(words[i], StandardCharsets.ISO_8859_1).equalsIgnoreCase("db")) {
                return number(words[i + 1]);
            }
        }
        return database;
    }

    private List<WaitingEffect> without(int database) {
        return waiting.all().stream().filter(one -> one.database() != database).toList();
    }

    private void swap(int one, int other) {
        for (WaitingEffect each : waiting.all()) {
            if (each.database() == one) {
                each.database(other);
            } else if (each.database() == other) {
                each.database(one);
            }
        }
        waiting.take(List.copyOf(waiting.all()));
    }

    private static int number(byte[] word) {
        return Longs.isLong(word, 0, word.length) ? (int) Longs.parse(word, 0, word.length) : -1;
    }

    // Bundles enter service

    /** Runs what can be run now. */
    void run() {
        UnreadReply reply = new UnreadReply();
        Request request = new Request();
        List<WaitingEffect> due = new ArrayList<>();
        List<WaitingEffect> left = new ArrayList<>();
        Set<String> absent = new HashSet<>();
        Set<Place> held = new HashSet<>();
        for (WaitingEffect one : waiting.all()) {
            Set<Place> places = one.keys();
            // In their order: what follows an effect that cannot run waits as well.
            boolean foreign = commands.resolve(request.set(one.words())) == null;
            if (foreign) {
                absent.add(one.owner());
            }
            if (foreign || absent.contains(one.owner()) || places.stream().anyMatch(held::contains)) {
                left.add(one);
                held.addAll(places);
            } else {
                due.add(one);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        waiting.take(left);
        onChange.run();
        int done = 0;
        running = true;
        try {
            for (WaitingEffect one : due) {
                executor.run(null, one.database(), Origin.REPLAY, request.set(one.words()), reply);
                String error = reply.takeError();
                if (error == null) {
                    done++;
                } else {
                    LOG.warn("A change that waited for {} answered '{}'", one.owner(), error);
                }
            }
        } finally {
            running = false;
        }
        if (done > 0) {
            LOG.info("{} changes of the dataset that waited for their modules are done", done);
        }
    }

    @Override
    public String kind() {
        return "effects that wait";
    }

    @Override
    public List<String> contributions(Bundle bundle) {
        return List.of();
    }

    @Override
    public List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        return List.of();
    }

    @Override
    public void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        if (entering != null && !waiting.isEmpty()) {
            // When the next batch begins its commands are in the table, and no client's command has run.
            engine.submit(this::run);
        }
    }

    // In snapshot files, and for the next version of this bundle

    @Override
    public String name() {
        return FIELD;
    }

    @Override
    public List<byte[]> values() {
        return waiting.all().stream().map(WaitingEffect::encode).toList();
    }

    @Override
    public void load(byte[] value) throws IOException {
        WaitingEffect effect = WaitingEffect.decode(value);
        if (effect.database() < 0 || effect.database() >= keyspace.count()) {
            throw new IOException("an effect in database " + effect.database() + ", which is not there");
        }
        add(effect);
    }
}
