package serval.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever runs the process while the dataset is loaded, so that the heap may gather more garbage than usual and fewer
 * collections walk all that has been loaded so far. Under the engine lock.
 */
final class HeapRoom {
    private @Nullable Consumer<Boolean> process;
    private boolean loading;

    /** Names who is told from now on, or nobody. */
    void tell(@Nullable Consumer<Boolean> process) {
        this.process = process;
        if (process != null) {
            process.accept(loading);
        }
    }

    @Nullable
    Consumer<Boolean> told() {
        return process;
    }

    /** Loading begins. */
    void begin() {
        loading(true);
    }

    /** It has ended. */
    void end() {
        loading(false);
    }

    private void loading(boolean now) {
        loading = now;
        if (process != null) {
            process.accept(now);
        }
    }
}
