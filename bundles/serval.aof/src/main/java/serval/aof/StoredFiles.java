package serval.aof;

import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.DiskErrors;
import serval.aof.load.AofLoader;
import serval.aof.load.LoadContext;
import serval.aof.manifest.Manifest;
import serval.aof.manifest.ManifestException;
import serval.aof.manifest.Part;

/** The files as they are found: which there are by the manifest, one from the time before there were manifests, and the loading of them. */
final class StoredFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StoredFiles.class);

    private final AppendOnlyFile file;
    private final AofFolder place;
    private final Services services;

    StoredFiles(AppendOnlyFile file) {
        this.file = file;
        place = file.place();
        services = file.services();
    }

    /** Loads what the manifest names; see {@link AppendOnlyFile#load}. */
    AofLoader.Loaded load(boolean locked, boolean merge, long until) throws IOException {
        Manifest found = read();
        if (Files.isRegularFile(place.dir().resolve(place.fileName())) && isFromBefore(found)) {
            found = moveOld(found);
        }
        file.manifest(found);
        LoadContext context = new LoadContext(
                file.disk(),
                file.directives(),
                services.dispatcher,
                services.executor,
                services.commands,
                services.statistics,
                services.rdb(),
                services.keyspace.count(),
                file.orphans(),
                locked,
                merge,
                until,
                services.loading::loaded);
        AofLoader loader = new AofLoader(context, place.folder(), place.fileName());
        locked(locked, file.orphans()::clear);
        AofLoader.Loaded loaded = loader.load(found, services.loading::expect);
        locked(locked, file.orphans()::loaded);
        return loaded;
    }

    private void locked(boolean already, Runnable action) {
        if (already) {
            action.run();
            return;
        }
        services.dispatcher.enter();
        try {
            action.run();
        } finally {
            services.dispatcher.leave();
        }
    }

    /** Reads the manifest. */
    Manifest read() throws IOException {
        try {
            Manifest found = file.store().read();
            file.store().lookForLostLines(found, file.disk());
            return found;
        } catch (ManifestException broken) {
            LOG.warn(broken.report());
            throw new IOException("the manifest cannot be understood: " + broken.getMessage(), broken);
        }
    }

    /** Whether the single file in {@code dir} is what a server of the time before manifests left. */
    private boolean isFromBefore(Manifest found) {
        Part base = found.base();
        return !Files.isDirectory(place.folder())
                || found.isEmpty()
                || base != null
                        && found.increments().isEmpty()
                        && base.name().equals(place.fileName())
                        && !Files.exists(place.folder().resolve(place.fileName()));
    }

    private Manifest moveOld(Manifest found) throws IOException {
        String folder = file.directives().appenddirname.value();
        file.createFolder();
        Manifest next = found.withOldBase(place.fileName());
        file.store().write(next);
        try {
            file.disk()
                    .rename(
                            place.dir().resolve(place.fileName()),
                            place.folder().resolve(place.fileName()));
            file.disk().syncFolder(place.folder());
        } catch (IOException failed) {
            LOG.warn(
                    "Error trying to move the old AOF file {} into dir {}: {}",
                    place.fileName(),
                    folder,
                    DiskErrors.reason(failed));
            throw failed;
        }
        LOG.info(
                "Successfully migrated an old-style AOF file ({}) into the AOF directory ({}).",
                place.fileName(),
                folder);
        return next;
    }
}
