package serval.testkit.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes a bundle of compiled classes. */
public interface BundleBuilder {
    /**
     * Builds a bundle.
     *
     * @param classes the folder of the compiled classes and resources, all of which the bundle contains
     * @param instructions the files {@code bnd.bnd} whose instructions hold, the first one weakest
     * @param properties what the instructions may refer to, and defaults
     * @param classPath what imports are looked up in
     * @param target the jar to be made
     * @throws IllegalStateException with all that is wrong
     */
    void build(Path classes, List<Path> instructions, Map<String, String> properties, List<Path> classPath, Path target)
            throws Exception;
}
