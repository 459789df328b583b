package serval.rdb;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.config.SpecialDirective;
import serval.sdk.config.TextDirective;
import serval.spi.config.Configuration;

/** The directives of snapshots, and those of others that they need. */
@Component(service = {DirectiveSet.class, RdbDirectives.class})
public final class RdbDirectives implements DirectiveSet {
    private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final int VERSION = 11;
    private static final int VERSION_OF_REDIS_7_0 = 10;

    final SpecialDirective<List<SavePoint>> save = new SpecialDirective<>(
            "save", new SavePoint.Syntax(), SavePoint.USUAL, Trait.MULTI_ARGUMENT, Trait.REPEATABLE);
    final TextDirective fileName = new TextDirective("dbfilename", "dump.rdb", Trait.PROTECTED);
    final FlagDirective checksum = new FlagDirective("rdbchecksum", true, Trait.IMMUTABLE);
    final FlagDirective stopWrites = new FlagDirective("stop-writes-on-bgsave-error", true);
    final FlagDirective deleteSyncFiles = new FlagDirective("rdb-del-sync-files", false);
    final FlagDirective incrementalSync = new FlagDirective("rdb-save-incremental-fsync", true);
    final LongDirective saveDelay =
            new LongDirective("rdb-key-save-delay", Unit.PLAIN, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, Trait.HIDDEN);
    final LongDirective loadDelay =
            new LongDirective("key-load-delay", Unit.PLAIN, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, Trait.HIDDEN);
    final ChoiceDirective compatibility = new ChoiceDirective("rdb-compatibility", List.of("7.0", "7.2"), "7.2");

    private final Configuration configuration;

    /** Creates the directives; those of others are looked up here. */
    @Activate
    public RdbDirectives(@Reference Configuration configuration) {
        this.configuration = configuration;
        fileName.onChange(() -> {
            if (fileName.value().indexOf('/') >= 0 || fileName.value().isEmpty()) {
                throw new ConfigRejectedException("dbfilename can't be a path, just a filename");
            }
        });
    }

    @Override
    public List<Directive> directives() {
        return List.of(
                save,
                fileName,
                checksum,
                stopWrites,
                deleteSyncFiles,
                incrementalSync,
                saveDelay,
                loadDelay,
                compatibility);
    }

    /** The RDB version to be written. */
    int version() {
        return compatibility.value() == 0 ? VERSION_OF_REDIS_7_0 : VERSION;
    }

    private boolean flag(String name, boolean byDefault) {
        return configuration.find(name) instanceof FlagDirective flag ? flag.value() : byDefault;
    }

    /** Whether strings are compressed. */
    boolean isCompressing() {
        return flag("rdbcompression", true);
    }

    /** Whether values of files are checked in depth. */
    boolean isDeep() {
        return configuration.find("sanitize-dump-payload") instanceof ChoiceDirective choice
                && choice.text().equals("yes");
    }

    /** Whether an append-only file has the dataset. */
    boolean isAppendOnly() {
        return flag("appendonly", false);
    }

    /** The working directory. */
    Path folder() {
        Directive dir = configuration.find("dir");
        return Path.of(dir == null || dir.text().isEmpty() ? "." : nativeText(dir.text()))
                .toAbsolutePath();
    }

    /** The snapshot file. */
    Path file() {
        return folder().resolve(nativeText(fileName.value()));
    }

    private static String nativeText(String chars) {
        return new String(chars.getBytes(StandardCharsets.ISO_8859_1), NATIVE);
    }
}
