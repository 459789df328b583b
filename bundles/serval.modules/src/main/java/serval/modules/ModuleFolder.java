package serval.modules;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.modules.InstalledModule.Origin;
import serval.modules.InstalledModule.State;
import serval.spi.module.ModuleRefusedException;

/**
 * The folder {@code modules} of the distribution: of each name the newest jar in it is in service.
 *
 * <p>A file counts when two looks in a row have found it the same. Something is done only when a file comes, changes or goes, so
 * what an operator or a roll back decided stays until then. On the module thread.
 */
final class ModuleFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleFolder.class);

    private final ModulePath path;
    private final Installer installer;
    private final Inventory inventory;
    private final Map<Path, Seen> files = new HashMap<>();
    private boolean readable = true;

    /** A file as it was when it was looked at. */
    private record Stamp(long size, long modified, @Nullable Object key) {}

    /** What is known of a file. */
    private static final class Seen {
        Stamp stamp;
        boolean looked;

        @Nullable
        String name;

        Version version = Version.emptyVersion;
        String digest = "";

        Seen(Stamp stamp) {
            this.stamp = stamp;
        }
    }

    ModuleFolder(ModulePath path, Installer installer, Inventory inventory) {
        this.path = path;
        this.installer = installer;
        this.inventory = inventory;
    }

    /**
     * Looks at the folder and does what follows.
     *
     * @param atOnce whether files count that have not been seen before
     */
    void scan(boolean atOnce) {
        Map<Path, Stamp> present = list();
        if (present == null || present.isEmpty() && files.isEmpty()) {
            return;
        }
        Set<String> concerned = new TreeSet<>();
        files.entrySet().removeIf(entry -> {
            boolean gone = !present.containsKey(entry.getKey());
            if (gone && entry.getValue().name != null) {
                concerned.add(entry.getValue().name);
            }
            return gone;
        });
        present.forEach((file, stamp) -> {
            Seen seen = files.get(file);
            if (seen == null || !seen.stamp.equals(stamp)) {
                if (seen == null) {
                    seen = new Seen(stamp);
                    files.put(file, seen);
                }
                seen.stamp = stamp;
                seen.looked = false;
                if (!atOnce) {
                    return;
                }
            }
            if (!seen.looked) {
                seen.looked = true;
                look(file, seen, concerned);
            }
        });
        concerned.forEach(this::settle);
    }

    private @Nullable Map<Path, Stamp> list() {
        Map<Path, Stamp> present = new HashMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path.watched(), "*.jar")) {
            for (Path file : stream) {
                if (file.getFileName().toString().startsWith(".")) {
                    continue;
                }
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    present.put(
                            file,
                            new Stamp(
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis(),
                                    attributes.fileKey()));
                } catch (IOException gone) {
                    // Taken away between two looks, or a link to nothing: as if it were not there.
                }
            }
            readable = true;
            return present;
        } catch (NoSuchFileException none) {
            return present;
        } catch (IOException | DirectoryIteratorException unreadable) {
            if (readable) {
                readable = false;
                LOG.warn("The folder {} cannot be read: {}", path.watched(), Reasons.of(unreadable));
            }
            return null;
        }
    }

    private void look(Path file, Seen seen, Set<String> concerned) {
        if (seen.name != null) {
            concerned.add(seen.name);
        }
        try (ModuleJar jar = installer.inspect(path.admit(file))) {
            Platform.check(jar.name());
            seen.name = jar.name();
            seen.version = jar.version();
            seen.digest = jar.digest();
            concerned.add(jar.name());
        } catch (ModuleRefusedException refused) {
            seen.name = null;
            LOG.error("{} is passed over: {}", file, refused.getMessage());
        }
    }

    /** Brings the newest jar of a name into service, if that is not so already. */
    private void settle(String name) {
        Path file = newest(name);
        Bundle present = inventory.serving(name);
        InstalledModule module = inventory.find(name);
        boolean ours = module != null && isOurs(module);
        if (file == null) {
            if (ours && present != null) {
                withdraw(module, present);
            } else if (ours && module.state == State.FAILED) {
                inventory.remove(module);
            }
            return;
        }
        Seen seen = files.get(file);
        if (seen == null || present != null && module != null && seen.digest.equals(module.digest)) {
            return;
        }
        if (present != null && !ours && seen.version.compareTo(present.getVersion()) <= 0) {
            LOG.info("{} is passed over: {} is in service", file, Staging.described(present));
            return;
        }
        if (present != null) {
            LOG.info("{} {} is to be exchanged for {}", name, present.getVersion(), file);
        }
        put(file, present);
    }

    /** Whether a module came from here, even if a command was faster. */
    private boolean isOurs(InstalledModule module) {
        try {
            return module.origin == Origin.FOLDER
                    || module.path.startsWith(path.watched().toRealPath());
        } catch (IOException absent) {
            return false;
        }
    }

    private @Nullable Path newest(String name) {
        Path newest = null;
        Version version = null;
        for (Map.Entry<Path, Seen> entry : files.entrySet()) {
            Seen seen = entry.getValue();
            if (!name.equals(seen.name)) {
                continue;
            }
            int order = version == null ? 1 : seen.version.compareTo(version);
            if (order > 0 || order == 0 && newest != null && entry.getKey().compareTo(newest) < 0) {
                newest = entry.getKey();
                version = seen.version;
            }
        }
        return newest;
    }

    private void put(Path file, @Nullable Bundle present) {
        try (ModuleJar jar = installer.inspect(path.admit(file))) {
            Runnable rest = present == null
                    ? installer.load(jar, List.of(), Map.of(), Origin.FOLDER)
                    : installer.exchange(jar, present, Origin.FOLDER);
            rest.run();
        } catch (ModuleRefusedException refused) {
            LOG.error("{} is not installed: {}", file, refused.getMessage());
            InstalledModule module = inventory.find(present == null ? "" : present.getSymbolicName());
            if (module != null) {
                module.reason = file + " was not installed: " + refused.getMessage();
            }
        }
    }

    /** The last jar of a name went: what the distribution has of it returns, or nothing is left. */
    private void withdraw(InstalledModule module, Bundle present) {
        Path original = module.original;
        try {
            if (original != null && Files.exists(original)) {
                try (ModuleJar jar = installer.inspect(path.admit(original))) {
                    installer.exchange(jar, present, Origin.DISTRIBUTION).run();
                }
            } else {
                LOG.info("{} was taken away: {} leaves", module.path, Staging.described(present));
                installer.unload(module.name()).run();
            }
        } catch (ModuleRefusedException refused) {
            LOG.error("{} was taken away, but {} stays: {}", module.path, module.name(), refused.getMessage());
        }
    }
}
