package serval.aof.load;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import serval.aof.AofDirectives;
import serval.aof.disk.Disk;
import serval.spi.dataset.RdbStreams;
import serval.spi.engine.Commands;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.engine.Executor;
import serval.spi.request.Request;

/**
 * What loading works with.
 *
 * @param disk where files are truncated
 * @param directives how to deal with a file that ends too early
 * @param dispatcher whose lock is taken for slices
 * @param executor who runs commands
 * @param commands the commands there are
 * @param statistics counts errors
 * @param rdb who reads RDB, or null if nobody can
 * @param databases how many databases there are
 * @param orphans keeps the effects of absent modules
 * @param locked whether this thread holds the engine lock all the time
 * @param merge whether keys may be there already
 * @param until seconds since 1970 after which what happened is left out; 0 for none
 * @param progress told the bytes read so far
 */
public record LoadContext(
        Disk disk,
        AofDirectives directives,
        Dispatcher dispatcher,
        Executor executor,
        Commands commands,
        EngineStatistics statistics,
        @Nullable RdbStreams rdb,
        int databases,
        Orphans orphans,
        boolean locked,
        boolean merge,
        long until,
        LongConsumer progress) {
    /** Takes the effects of modules that are not there. Under the engine lock. */
    public interface Orphans {
        /**
         * An effect whose command nobody here knows.
         *
         * @param owner the bundle it needs
         * @param positions where its keys are among the words
         */
        void effect(int database, byte[][] command, String owner, List<Integer> positions);

        /**
         * A command is about to run, which may concern what waits.
         *
         * @return whether it has to wait as well, and is not to run
         */
        boolean observe(int database, Request command);

        /** Loading begins: nothing waits. */
        void clear();

        /** Loading is over. */
        void loaded();
    }
}
