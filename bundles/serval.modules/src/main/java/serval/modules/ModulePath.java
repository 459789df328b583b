package serval.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import serval.spi.module.ModuleRefusedException;

/**
 * The folders from which modules may come: those of {@code module-path}, and the distribution's own bundles.
 *
 * <p>Real paths are compared, so that no symbolic link leads out of a folder.
 */
final class ModulePath {
    private final Path home;
    private final ModuleDirectives directives;

    ModulePath(Path home, ModuleDirectives directives) {
        this.home = home;
        this.directives = directives;
    }

    /** The distribution's folder whose jars are modules without being asked for. */
    Path watched() {
        return home.resolve("modules");
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String folder : directives.path.value()) {
            folders.add(home.resolve(Words.path(folder)).normalize());
        }
        folders.add(home.resolve("bundles"));
        return folders;
    }

    /**
     * The file that a user means: an absolute path, one relative to the server's working folder, or one in a folder of modules.
     *
     * @return its real path
     * @throws ModuleRefusedException if it is not there or not in a folder that is allowed
     */
    Path find(String given, Path working) {
        Path path = Path.of(given);
        Path file = working.resolve(path).normalize();
        if (!path.isAbsolute() && !Files.exists(file)) {
            for (Path folder : folders()) {
                if (Files.exists(folder.resolve(path))) {
                    file = folder.resolve(path).normalize();
                    break;
                }
            }
        }
        return admit(file);
    }

    /** The real path of a file in one of the folders. */
    Path admit(Path file) {
        List<Path> folders = folders();
        boolean named = false;
        for (Path folder : folders) {
            named |= file.startsWith(folder);
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException missing) {
            throw new ModuleRefusedException(
                    Files.isSymbolicLink(file)
                            ? file + " is a symbolic link to a file that does not exist"
                            : file + " does not exist");
        } catch (IOException unreadable) {
            throw new ModuleRefusedException(file + " cannot be read: " + Reasons.of(unreadable));
        }
        for (Path folder : folders) {
            try {
                if (real.startsWith(folder.toRealPath())) {
                    return real;
                }
            } catch (IOException absent) {
                // A folder that is not there contains nothing.
            }
        }
        if (named) {
            throw new ModuleRefusedException(
                    file + " is a symbolic link out of its folder, to " + real + ", which module-path does not allow");
        }
        throw new ModuleRefusedException(file + " is in no folder that module-path allows");
    }
}
