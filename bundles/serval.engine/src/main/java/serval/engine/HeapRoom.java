package serval.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever runs the process while the dataset is written out or loaded, so that the heap may gather more garbage than
 * usual and no collection takes processors from it. Under the engine lock.
 */
final class HeapRoom {
    private @Nullable Consumer<Boolean> process;
    private int works;

    /** Names who is told from now on, or nobody. */
    void tell(@Nullable Consumer<Boolean> process) {
        this.process = process;
        if (process != null) {
            process.accept(works > 0);
        }
    }

    @Nullable
    Consumer<Boolean> told() {
        return process;
    }

    /** Something begins that handles the whole dataset. */
    void begin() {
        if (works++ == 0) {
            accept(true);
        }
    }

    /** It has ended. */
    void end() {
        if (--works == 0) {
            accept(false);
        }
    }

    private void accept(boolean wanted) {
        if (process != null) {
            process.accept(wanted);
        }
    }
}
