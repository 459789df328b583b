package serval.aof.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that an append-only file consists of: a base, the increments after it in their order, and those that are history.
 * Never changed: each step makes another one, so that a step that fails leaves things as they were.
 *
 * @param base the base, or null
 * @param history files that may be removed
 * @param increments the increments, oldest first
 * @param lastBase the highest number that a base had
 * @param lastIncrement the highest number that an increment had
 */
public record Manifest(
        @Nullable Part base, List<Part> history, List<Part> increments, long lastBase, long lastIncrement) {
    /** No file at all. */
    public static final Manifest EMPTY = new Manifest(null, List.of(), List.of(), 0, 0);

    /** Keeps copies of the lists. */
    public Manifest {
        history = List.copyOf(history);
        increments = List.copyOf(increments);
    }

    /** Whether there is nothing to load. */
    public boolean isEmpty() {
        return base == null && increments.isEmpty();
    }

    /** Base and increments, in the order in which they are loaded. */
    public List<Part> loaded() {
        List<Part> all = new ArrayList<>();
        if (base != null) {
            all.add(base);
        }
        all.addAll(increments);
        return all;
    }

    /** The increment that is written to, or null. */
    public @Nullable Part last() {
        return increments.isEmpty() ? null : increments.getLast();
    }

    /** With another base, numbered one higher; the one before is history. */
    public Manifest withNextBase(String fileName, boolean rdb) {
        long number = lastBase + 1;
        String name = fileName + "." + number + ".base" + (rdb ? ".rdb" : ".aof");
        List<Part> older = new ArrayList<>();
        if (base != null) {
            older.add(new Part(base.name(), base.number(), Part.Kind.HISTORY));
        }
        older.addAll(history);
        return new Manifest(new Part(name, number, Part.Kind.BASE), older, increments, number, lastIncrement);
    }

    /** With a base of this name and number 1: a file from the time before there were manifests. */
    public Manifest withOldBase(String fileName) {
        return new Manifest(new Part(fileName, 1, Part.Kind.BASE), history, increments, 1, lastIncrement);
    }

    /** With one more increment, numbered one higher. */
    public Manifest withNextIncrement(String fileName) {
        long number = lastIncrement + 1;
        List<Part> more = new ArrayList<>(increments);
        more.add(new Part(fileName + "." + number + ".incr.aof", number, Part.Kind.INCREMENT));
        return new Manifest(base, history, more, lastBase, number);
    }

    /** With all increments but the last so many as history. */
    public Manifest withRewrittenIncrements(int kept) {
        int gone = Math.max(0, increments.size() - kept);
        List<Part> older = new ArrayList<>();
        for (Part part : increments.subList(0, gone)) {
            older.add(new Part(part.name(), part.number(), Part.Kind.HISTORY));
        }
        older.addAll(history);
        return new Manifest(base, older, increments.subList(gone, increments.size()), lastBase, lastIncrement);
    }

    /** Without history. */
    public Manifest withoutHistory() {
        return new Manifest(base, List.of(), increments, lastBase, lastIncrement);
    }
}
