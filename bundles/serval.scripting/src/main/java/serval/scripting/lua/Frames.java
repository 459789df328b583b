package serval.scripting.lua;

import java.util.Arrays;

/** The Lua functions that are running, of one coroutine, outermost first. */
final class Frames {
    /** As deep as functions may call each other. */
    static final int DEEPEST = 16_000;

    private Closure[] functions = new Closure[8];
    private int[] places = new int[8];
    private int[] natives = new int[8];
    private int depth;

    /** A function begins; returns its place. */
    int push(Closure function, int nativeDepth) {
        int at = depth;
        if (at == functions.length) {
            if (at >= DEEPEST) {
                throw Complaint.machine("stack overflow");
            }
            functions = Arrays.copyOf(functions, at * 2);
            places = Arrays.copyOf(places, at * 2);
            natives = Arrays.copyOf(natives, at * 2);
        }
        functions[at] = function;
        natives[at] = nativeDepth;
        depth = at + 1;
        return at;
    }

    /** Notes where a function is, before it calls another. */
    void at(int frame, int pc) {
        places[frame] = pc;
    }

    /** A function makes place for another by a tail call. */
    void replace(int frame, Closure function) {
        functions[frame] = function;
    }

    /** A function ends. */
    void pop(int frame) {
        depth = frame;
    }

    int depth() {
        return depth;
    }

    /** Forgets all, and whatever deep calls have grown. */
    void clear() {
        Arrays.fill(functions, 0, Math.min(functions.length, 64), null);
        if (functions.length > 64) {
            functions = new Closure[8];
            places = new int[8];
            natives = new int[8];
        }
        depth = 0;
    }

    /** The function at a level, 1 being the innermost; null if there is none. */
    @org.jspecify.annotations.Nullable
    Closure function(int level) {
        int at = depth - level;
        return at >= 0 && at < depth ? functions[at] : null;
    }

    /** Where the function at a level is: {@code user_script:1: }, or an empty text. */
    String where(int level) {
        int at = depth - level;
        // A library's function in between has no place.
        boolean byLibrary = at >= 0 && at + 1 < depth && natives[at + 1] != natives[at];
        return at >= 0 && at < depth && !byLibrary ? LuaFault.where(functions[at].code, places[at]) : "";
    }
}
