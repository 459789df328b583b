package serval.aof;

import java.util.List;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.config.TextDirective;

/** The directives of the append-only file. */
public final class AofDirectives {
    /** {@link #appendfsync}: each second. */
    public static final int EVERYSEC = 0;
    /** {@link #appendfsync}: before each reply. */
    public static final int ALWAYS = 1;
    /** {@link #appendfsync}: when the system likes to. */
    public static final int NO = 2;

    /** Whether there is an append-only file. */
    public final FlagDirective appendonly = new FlagDirective("appendonly", false, Trait.DENY_LOADING);
    /** When what was written is made last. */
    public final ChoiceDirective appendfsync =
            new ChoiceDirective("appendfsync", List.of("everysec", "always", "no"), "everysec");
    /** The name that the files' names begin with. */
    public final TextDirective appendfilename = new TextDirective(
            "appendfilename",
            "appendonly.aof",
            List.of(),
            name -> check(name, "appendfilename", "filename"),
            Trait.IMMUTABLE);
    /** The folder, within {@code dir}. */
    public final TextDirective appenddirname = new TextDirective(
            "appenddirname",
            "appendonlydir",
            List.of(),
            name -> check(name, "appenddirname", "dirname"),
            Trait.IMMUTABLE);
    /** Whether nothing is synced while the dataset is being written out. */
    public final FlagDirective noFsyncOnRewrite = new FlagDirective("no-appendfsync-on-rewrite", false);
    /** By how much the files must have grown for a rewrite, in percent; 0 for never. */
    public final LongDirective rewritePercentage =
            new LongDirective("auto-aof-rewrite-percentage", Unit.PLAIN, 0, Integer.MAX_VALUE, 100);
    /** How large the files must be for a rewrite. */
    public final LongDirective rewriteMinSize =
            new LongDirective("auto-aof-rewrite-min-size", Unit.BYTES, 0, Long.MAX_VALUE, 64 << 20);
    /** Whether a file that ends too early is loaded as far as it goes. */
    public final FlagDirective loadTruncated = new FlagDirective("aof-load-truncated", true);
    /** Whether the base is RDB. */
    public final FlagDirective rdbPreamble = new FlagDirective("aof-use-rdb-preamble", true);
    /** Whether the file says when things happened. */
    public final FlagDirective timestamps = new FlagDirective("aof-timestamp-enabled", false);
    /** Whether history stays. */
    public final FlagDirective disableGarbageCollection = new FlagDirective("aof-disable-auto-gc", false, Trait.HIDDEN);
    /** The moment, in seconds since 1970, that the dataset is to be brought back to at this start; 0 for none. Ours. */
    public final LongDirective restoreTo =
            new LongDirective("restore-to", Unit.PLAIN, 0, Long.MAX_VALUE, 0, Trait.IMMUTABLE, Trait.HIDDEN);
    /** Whether a rewrite syncs its file as it grows. */
    public final FlagDirective incrementalFsync = new FlagDirective("aof-rewrite-incremental-fsync", true);

    private static void check(String name, String directive, String word) {
        if (name.isEmpty()) {
            throw new ConfigRejectedException(directive + " can't be empty");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new ConfigRejectedException(directive + " can't be a path, just a " + word);
        }
    }

    /** All of them. */
    public List<Directive> all() {
        return List.of(
                appendonly,
                appendfsync,
                appendfilename,
                appenddirname,
                noFsyncOnRewrite,
                rewritePercentage,
                rewriteMinSize,
                loadTruncated,
                rdbPreamble,
                timestamps,
                disableGarbageCollection,
                incrementalFsync,
                restoreTo);
    }
}
