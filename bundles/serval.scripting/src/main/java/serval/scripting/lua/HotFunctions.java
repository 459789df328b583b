package serval.scripting.lua;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.spi.module.Tasks;

/**
 * The functions that run so much that they are worth being translated to JVM code, and the thread that does it. It ends when there is
 * nothing left to do, so that a version of this bundle that is out of service waits for it as for any task.
 */
final class HotFunctions {
    /** As much as a function does before it is translated, in units of a script's budget; measured. */
    private static final int AFTER = 20_000;

    /** What {@link #after} is if nothing is translated. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final String SETTING = "serval.lua.compileAfter";
    /** As many translations are there at a time; functions that are hot beyond that stay interpreted. */
    private static final int MOST = 1_000;

    private static final int MOST_WAITING = 100;
    private static final Logger LOG = LoggerFactory.getLogger("serval.script");

    private final int after;
    private final boolean atOnce;
    private final int most;
    // Under the monitor.
    private final ArrayDeque<Constants> waiting = new ArrayDeque<>();
    private final List<WeakReference<Translation>> made = new ArrayList<>();
    private boolean working;

    /**
     * Creates an empty collection.
     *
     * @param after units of use before a function is translated; 0 for before it first runs; {@link #NEVER}
     * @param atOnce whether that is done on the script's own thread, while the script waits
     */
    HotFunctions(int after, boolean atOnce) {
        this(after, atOnce, MOST);
    }

    HotFunctions(int after, boolean atOnce, int most) {
        this.after = after;
        this.atOnce = atOnce;
        this.most = most;
    }

    /** A collection as the system property {@code serval.lua.compileAfter} has it: units as above, or {@code never}. */
    static HotFunctions asSet() {
        String set = System.getProperty(SETTING, "");
        int after = set.isEmpty() ? AFTER : set.equals("never") ? NEVER : Integer.parseInt(set);
        return new HotFunctions(after, after == 0);
    }

    int after() {
        return after;
    }

    /** A function is hot. It will be translated, or was when this returns. */
    void offer(Constants function) {
        if (after == NEVER || function.translation() != null) {
            return;
        }
        if (atOnce) {
            translate(function);
            return;
        }
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return;
            }
            waiting.add(function);
            if (!working) {
                working = true;
                try {
                    Tasks.start(HotFunctions.class, "serval-lua-translator", this::work);
                } catch (OutOfMemoryError noThread) {
                    working = false;
                    waiting.clear();
                }
            }
        }
    }

    private void work() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        for (Constants next = next(); next != null; next = next()) {
            translate(next);
        }
    }

    private synchronized @Nullable Constants next() {
        Constants next = waiting.poll();
        working = next != null;
        return next;
    }

    private void translate(Constants function) {
        if (!hasRoom()) {
            return;
        }
        String reason = "it is too long";
        try {
            Translation translation = Translator.translate(function.code);
            if (translation != null) {
                function.translated(translation);
                noted(translation);
                return;
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failed) {
            reason = failed.toString();
        }
        LOG.debug("A function at {}:{} stays interpreted: {}", function.code.source, function.code.linedefined, reason);
    }

    private synchronized boolean hasRoom() {
        if (made.size() >= most) {
            made.removeIf(translation -> translation.get() == null);
        }
        return made.size() < most;
    }

    private synchronized void noted(Translation translation) {
        made.add(new WeakReference<>(translation));
    }
}
