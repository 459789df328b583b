package serval.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine on the JDK's own continuation, the one under virtual threads: the work runs on the thread that steps it, and pausing
 * moves its frames to the heap. An internal class of the JDK, reached through method handles: the launcher opens its package to
 * bundles ({@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}).
 */
final class ContinuationCoroutine implements Coroutine {
    private static final @Nullable Access ACCESS = Access.find();

    private record Access(
            Object scope, MethodHandle create, MethodHandle run, MethodHandle yield, MethodHandle isDone) {
        static @Nullable Access find() {
            try {
                Class<?> scopeClass = Class.forName("jdk.internal.vm.ContinuationScope", true, null);
                Class<?> type = Class.forName("jdk.internal.vm.Continuation", true, null);
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                Object scope = lookup.findConstructor(scopeClass, MethodType.methodType(void.class, String.class))
                        .invoke("serval");
                MethodHandle create = lookup.findConstructor(
                                type, MethodType.methodType(void.class, scopeClass, Runnable.class))
                        .bindTo(scope)
                        .asType(MethodType.methodType(Object.class, Runnable.class));
                MethodHandle run = lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                        .asType(MethodType.methodType(void.class, Object.class));
                MethodHandle yield = lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scopeClass))
                        .bindTo(scope);
                MethodHandle isDone = lookup.findVirtual(type, "isDone", MethodType.methodType(boolean.class))
                        .asType(MethodType.methodType(boolean.class, Object.class));
                return new Access(scope, create, run, yield, isDone);
            } catch (Throwable absent) {
                return null;
            }
        }
    }

    private static final @Nullable MethodHandle CREATE = ACCESS == null ? null : ACCESS.create;
    private static final @Nullable MethodHandle RUN = ACCESS == null ? null : ACCESS.run;
    private static final @Nullable MethodHandle YIELD = ACCESS == null ? null : ACCESS.yield;
    private static final @Nullable MethodHandle IS_DONE = ACCESS == null ? null : ACCESS.isDone;

    private final Object continuation;

    ContinuationCoroutine(Runnable work) {
        try {
            continuation = (Object) CREATE.invokeExact(work);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether this JDK lets us at its continuations. */
    static boolean isAvailable() {
        return ACCESS != null;
    }

    @Override
    public boolean step() {
        try {
            RUN.invokeExact(continuation);
            return (boolean) IS_DONE.invokeExact(continuation);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void pause() {
        try {
            boolean paused = (boolean) YIELD.invokeExact();
        } catch (IllegalStateException pinned) {
            // A native frame is below: the work goes on, and tries again at its next checkpoint.
            return;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
