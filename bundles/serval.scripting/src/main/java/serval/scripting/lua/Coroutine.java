package serval.scripting.lua;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A Lua coroutine on a continuation of the JDK, within that of the call that runs the script. It is an object on the heap and nothing
 * else: one that is never resumed again is the collector's.
 */
final class Coroutine extends LuaValue {
    /** What a coroutine is doing. */
    enum Status {
        SUSPENDED("suspended"),
        RUNNING("running"),
        NORMAL("normal"),
        DEAD("dead");

        final String name;

        Status(String name) {
            this.name = name;
        }
    }

    private static final @Nullable Access ACCESS = Access.find();

    private record Access(MethodHandle create, MethodHandle run, MethodHandle yield, MethodHandle isDone) {
        static @Nullable Access find() {
            try {
                Class<?> scopeClass = Class.forName("jdk.internal.vm.ContinuationScope", true, null);
                Class<?> type = Class.forName("jdk.internal.vm.Continuation", true, null);
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                Object scope = lookup.findConstructor(scopeClass, MethodType.methodType(void.class, String.class))
                        .invoke("lua");
                return new Access(
                        lookup.findConstructor(type, MethodType.methodType(void.class, scopeClass, Runnable.class))
                                .bindTo(scope)
                                .asType(MethodType.methodType(Object.class, Runnable.class)),
                        lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                                .asType(MethodType.methodType(void.class, Object.class)),
                        lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scopeClass))
                                .bindTo(scope),
                        lookup.findVirtual(type, "isDone", MethodType.methodType(boolean.class))
                                .asType(MethodType.methodType(boolean.class, Object.class)));
            } catch (Throwable absent) {
                return null;
            }
        }
    }

    private final Machine machine;
    private final LuaValue function;
    private final Frames frames = new Frames();
    private @Nullable Object continuation;
    private Status status = Status.SUSPENDED;
    private Varargs passed = LuaValue.NONE;
    private @Nullable Throwable failure;
    private int natives;

    Coroutine(Machine machine, LuaValue function) {
        this.machine = machine;
        this.function = function;
    }

    Status status() {
        return status;
    }

    void status(Status now) {
        status = now;
    }

    /** Runs it until it yields or ends; returns what it yielded or returned. */
    Varargs resume(Varargs arguments) {
        Access access = ACCESS;
        if (access == null) {
            throw Complaint.of("coroutines are not available: the JDK's continuations are closed");
        }
        Frames outer = machine.frames;
        int outerNatives = machine.natives();
        passed = arguments;
        status = Status.RUNNING;
        machine.frames = frames;
        machine.natives(natives);
        try {
            if (continuation == null) {
                continuation = access.create.invoke((Runnable) this::body);
            }
            access.run.invoke(continuation);
            boolean done = (boolean) access.isDone.invoke(continuation);
            status = done ? Status.DEAD : Status.SUSPENDED;
            if (done) {
                continuation = null;
            }
        } catch (RuntimeException | Error thrown) {
            status = Status.DEAD;
            throw thrown;
        } catch (Throwable thrown) {
            status = Status.DEAD;
            throw new IllegalStateException(thrown);
        } finally {
            natives = machine.natives();
            machine.frames = outer;
            machine.natives(outerNatives);
        }
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException problem) {
            throw problem;
        }
        if (thrown instanceof Error problem) {
            throw problem;
        }
        return passed;
    }

    private void body() {
        try {
            passed = Operations.call(machine, function, passed, null, 0, -1);
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /** Gives values to whoever resumed it and waits to be resumed; returns what it is resumed with. */
    Varargs yield(Varargs values) {
        Access access = ACCESS;
        if (access == null || machine.natives() > 0) {
            throw Complaint.machine("attempt to yield across metamethod/C-call boundary");
        }
        passed = values;
        try {
            boolean yielded = (boolean) access.yield.invoke();
        } catch (IllegalStateException pinned) {
            throw Complaint.machine("attempt to yield across metamethod/C-call boundary");
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
        return passed;
    }

    @Override
    public int type() {
        return LuaValue.TTHREAD;
    }

    @Override
    public String typename() {
        return "thread";
    }

    @Override
    public boolean isthread() {
        return true;
    }

    @Override
    public String tojstring() {
        return Machine.address("thread", this);
    }
}
