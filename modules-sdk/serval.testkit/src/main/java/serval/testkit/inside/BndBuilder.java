package serval.testkit.inside;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.lib.utf8properties.UTF8Properties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import serval.testkit.internal.BundleBuilder;

/** Makes bundles with bnd, as its Maven plugin would. */
public final class BndBuilder implements BundleBuilder {
    /** For the test's side. */
    public BndBuilder() {}

    @Override
    public void build(
            Path classes, List<Path> instructions, Map<String, String> properties, List<Path> classPath, Path target)
            throws Exception {
        UTF8Properties defaults = new UTF8Properties();
        defaults.putAll(properties);
        try (Processor parent = new Processor(defaults, false);
                Builder builder = new Builder(parent)) {
            builder.setBase(classes.getParent().getParent().toFile());
            for (Path file : instructions) {
                // Each file's own folder is what ${.} means in it, and what it includes goes by that.
                try (Processor one = new Processor(parent.getProperties(), false)) {
                    one.setProperties(file.toFile());
                    builder.getProperties().putAll(one.getProperties());
                    builder.getInfo(one);
                }
            }
            for (Path entry : classPath) {
                builder.addClasspath(entry.toFile());
            }
            if (!builder.getProperties().containsKey(Constants.EXPORT_CONTENTS)) {
                builder.setProperty(Constants.EXPORT_CONTENTS, builder.getProperty(Constants.EXPORT_PACKAGE, ""));
            }
            Jar content = new Jar(classes.toFile());
            builder.setJar(content);
            builder.build();
            if (!builder.isOk()) {
                throw new IllegalStateException("bnd cannot build the module: " + builder.getErrors());
            }
            Files.createDirectories(target.getParent());
            builder.getJar().write(target.toFile());
        }
    }
}
