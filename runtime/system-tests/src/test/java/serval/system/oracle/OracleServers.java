package serval.system.oracle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import serval.system.RedisProcess;
import serval.system.ServalProcess;
import serval.system.ServerProcess;

/** Both servers, shared by all oracle tests of a run and ended with it. */
public final class OracleServers implements BeforeAllCallback {
    private static final String CONFIGURATION = "enable-debug-command yes";

    private record Pair(ServalProcess serval, RedisProcess redis) implements AutoCloseable {
        static Pair start() {
            return new Pair(ServalProcess.start(CONFIGURATION), RedisProcess.start(CONFIGURATION));
        }

        @Override
        public void close() {
            serval.close();
            redis.close();
        }
    }

    private @Nullable Pair pair;

    @Override
    public void beforeAll(ExtensionContext context) {
        pair = context.getRoot()
                .getStore(Namespace.create(OracleServers.class))
                .getOrComputeIfAbsent(Pair.class, key -> Pair.start(), Pair.class);
    }

    ServerProcess serval() {
        return started().serval;
    }

    ServerProcess redis() {
        return started().redis;
    }

    private Pair started() {
        if (pair == null) {
            throw new IllegalStateException("not started");
        }
        return pair;
    }
}
