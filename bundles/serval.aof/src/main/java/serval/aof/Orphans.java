package serval.aof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.load.LoadContext;
import serval.aof.load.LoadReply;
import serval.bytes.Longs;
import serval.spi.gate.Origin;
import serval.spi.journal.Effect;
import serval.spi.journal.JournalUnit;
import serval.spi.journal.Target;
import serval.spi.module.Intake;
import serval.spi.request.Request;

/**
 * The effects of commands whose modules are absent, in their order, until those are there.
 *
 * <p>An effect waits with its keys: what deletes, empties, renames or moves a key does so to what waits for it. When a bundle enters
 * service, what it needs is run before any client's next command. A rewrite writes what waits into the next increment.
 * Under the engine lock.
 */
final class Orphans implements LoadContext.Orphans, Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /** These change a key's time without making it. */
    private static final Set<String> TIMES = Set.of("pexpireat", "expireat", "pexpire", "expire", "persist");
    /** These put another value in a key's place, the first key's. */
    private static final Set<String> OVERWRITING = Set.of("set", "getset", "restore", "setex", "psetex", "mset");

    /** One effect. */
    private static final class Waiting {
        private int database;
        private final byte[][] command;
        private final String owner;
        private final List<Integer> positions;

        Waiting(int database, byte[][] command, String owner, List<Integer> positions) {
            this.database = database;
            this.command = command;
            this.owner = owner;
            this.positions = positions;
        }

        boolean has(int number, byte[] key) {
            return database == number && indexOf(key) >= 0;
        }

        int indexOf(byte[] key) {
            for (int position : positions) {
                if (Arrays.equals(command[position], key)) {
                    return position;
                }
            }
            return -1;
        }

        void rename(byte[] key, byte[] to) {
            for (int position : positions) {
                if (Arrays.equals(command[position], key)) {
                    command[position] = to;
                }
            }
        }
    }

    private final Services services;
    private final List<Waiting> waiting = new ArrayList<>();

    Orphans(Services services) {
        this.services = services;
    }

    /** How many effects wait. */
    int count() {
        return waiting.size();
    }

    @Override
    public void effect(int database, byte[][] command, String owner, List<Integer> positions) {
        waiting.add(new Waiting(database, command, owner, positions));
    }

    @Override
    public void clear() {
        waiting.clear();
    }

    @Override
    public void loaded() {
        if (waiting.isEmpty()) {
            return;
        }
        Set<String> owners = new TreeSet<>();
        waiting.forEach(one -> owners.add(one.owner));
        LOG.warn("{} changes of the append-only file wait for modules that are not there: {}", waiting.size(), owners);
    }

    /** What waits, as a unit to be written, or null if nothing does. */
    @Nullable
    JournalUnit asUnit(long position, long now) {
        if (waiting.isEmpty()) {
            return null;
        }
        List<Effect> effects = new ArrayList<>();
        for (Waiting one : waiting) {
            effects.add(new Effect(one.database, -1, Target.AOF, one.command, one.owner));
        }
        return new JournalUnit(position, now, false, effects);
    }

    /** Where the keys of an effect that waits are, or null if this is none. */
    @Nullable
    List<Integer> positions(byte[][] command) {
        for (Waiting one : waiting) {
            if (one.command == command) {
                return one.positions;
            }
        }
        return null;
    }

    @Override
    public boolean observe(int database, Request command) {
        return !waiting.isEmpty() && observe(database, command.detach());
    }

    /** Effects took place; what waits for their keys shares their fate. */
    void observe(JournalUnit unit) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Effect effect : unit.effects()) {
            observe(effect.database(), effect.command());
        }
    }

    /** Returns whether the command itself has to wait. */
    private boolean observe(int database, byte[][] words) {
        String name = new String(words[0], StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        switch (name) {
            case "flushall" -> waiting.clear();
            case "flushdb" -> waiting.removeIf(one -> one.database == database);
            case "del", "unlink" -> {
                for (int i = 1; i < words.length; i++) {
                    drop(database, words[i]);
                }
            }
            case "rename", "renamenx" -> {
                if (words.length == 3) {
                    drop(database, words[2]);
                    for (Waiting one : waiting) {
                        if (one.database == database) {
                            one.rename(words[1], words[2]);
                        }
                    }
                }
            }
            case "move" -> {
                if (words.length == 3) {
                    move(database, words[1], number(words[2]));
                }
            }
            case "swapdb" -> {
                if (words.length == 3) {
                    swap(number(words[1]), number(words[2]));
                }
            }
            default -> {
                if (words.length < 2) {
                    return false;
                }
                if (OVERWRITING.contains(name)) {
                    drop(database, words[1]);
                } else if (TIMES.contains(name)) {
                    return keepTime(database, words);
                }
            }
        }
        return false;
    }

    private void drop(int database, byte[] key) {
        waiting.removeIf(one -> one.has(database, key));
    }

    private void move(int database, byte[] key, int to) {
        for (Waiting one : waiting) {
            if (one.has(database, key)) {
                one.database = to;
            }
        }
    }

    private void swap(int one, int other) {
        for (Waiting each : waiting) {
            if (each.database == one) {
                each.database = other;
            } else if (each.database == other) {
                each.database = one;
            }
        }
    }

    private static int number(byte[] word) {
        return Longs.isLong(word, 0, word.length) ? (int) Longs.parse(word, 0, word.length) : -1;
    }

    /** A time for a key that will exist only when what waits for it has run. */
    private boolean keepTime(int database, byte[][] words) {
        for (Waiting one : waiting) {
            if (one.has(database, words[1])
                    && !services.keyspace.database(database).open(words[1]).isPresent()) {
                waiting.add(new Waiting(database, words, one.owner, List.of(1)));
                return true;
            }
        }
        return false;
    }

    /** Runs what can be run now. */
    void run() {
        LoadReply reply = new LoadReply();
        Request request = new Request();
        int done = 0;
        Iterator<Waiting> each = waiting.iterator();
        List<Waiting> due = new ArrayList<>();
        Set<String> absent = new TreeSet<>();
        while (each.hasNext()) {
            Waiting one = each.next();
            // In their order: what follows an effect that cannot run waits as well.
            if (absent.contains(one.owner) || services.commands.resolve(request.set(one.command)) == null) {
                absent.add(one.owner);
            } else {
                due.add(one);
                each.remove();
            }
        }
        for (Waiting one : due) {
            services.executor.run(null, one.database, Origin.REPLAY, request.set(one.command), reply);
            String error = reply.takeError();
            if (error == null) {
                done++;
            } else {
                LOG.warn("A change that waited for {} answered '{}'", one.owner, error);
            }
        }
        if (done > 0) {
            LOG.info("{} changes of the append-only file that waited for their modules are done", done);
        }
    }

    // Bundles enter service

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
            services.engine.submit(this::run);
        }
    }
}
