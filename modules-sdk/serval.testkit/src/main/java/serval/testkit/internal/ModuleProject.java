package serval.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A Maven project whose classes are a module: what {@code target/classes}, {@code bnd.bnd} and {@code pom.xml} say.
 *
 * @param folder the project's folder
 */
record ModuleProject(Path folder) {
    private static final int MAX_PARENTS = 8;

    /** The project that a test class belongs to, going by where the class lies; the working folder if that does not tell. */
    static ModuleProject of(Class<?> test) {
        try {
            Path classes = Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path target = classes.getParent();
            if (target != null && Files.isRegularFile(target.resolveSibling("pom.xml"))) {
                return new ModuleProject(target.resolveSibling("pom.xml").getParent());
            }
        } catch (java.net.URISyntaxException | RuntimeException elsewhere) {
            // No file: the working folder it is.
        }
        return new ModuleProject(Path.of("").toAbsolutePath());
    }

    /** The folder of compiled classes. */
    Path classes() {
        return folder.resolve("target").resolve("classes");
    }

    /** Whether there is anything to make a module of. */
    boolean hasClasses() {
        return Files.isDirectory(classes());
    }

    /** The files of bnd instructions that hold: those beside the parent projects' files first. */
    List<Path> instructions() {
        List<Path> files = new ArrayList<>();
        Path pom = folder.resolve("pom.xml");
        for (int i = 0; i < MAX_PARENTS && pom != null && Files.isRegularFile(pom); i++) {
            Path file = pom.resolveSibling("bnd.bnd");
            if (Files.isRegularFile(file)) {
                files.addFirst(file);
            }
            pom = parent(pom);
        }
        return files;
    }

    /** What bnd has to know of the project. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        Element project = root(folder.resolve("pom.xml"));
        Element parent = project == null ? null : child(project, "parent");
        String artifact = text(project, null, "artifactId", folder.getFileName().toString());
        String version = text(project, parent, "version", "0.0.0");
        properties.put("Bundle-SymbolicName", artifact);
        properties.put("Bundle-Name", text(project, null, "name", artifact));
        // As bnd's plugin does: Maven's version in the form of OSGi's.
        properties.put("Bundle-Version", version.replaceFirst("-", "."));
        properties.put("project.artifactId", artifact);
        properties.put("project.groupId", text(project, parent, "groupId", ""));
        properties.put("project.version", version);
        properties.put("project.basedir", folder.toString());
        properties.put("basedir", folder.toString());
        properties.put("project.build.directory", folder.resolve("target").toString());
        properties.put("project.build.outputDirectory", classes().toString());
        return properties;
    }

    private static @Nullable Path parent(Path pom) {
        Element project = root(pom);
        Element parent = project == null ? null : child(project, "parent");
        if (parent == null) {
            return null;
        }
        String relative = text(parent, null, "relativePath", child(parent, "relativePath") == null ? "../pom.xml" : "");
        if (relative.isEmpty()) {
            return null;
        }
        Path file = pom.resolveSibling(relative).normalize();
        return Files.isDirectory(file) ? file.resolve("pom.xml") : file;
    }

    private static @Nullable Element root(Path pom) {
        if (!Files.isRegularFile(pom)) {
            return null;
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException unreadable) {
            throw new IllegalStateException(pom + " cannot be read", unreadable);
        }
    }

    private static @Nullable Element child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element found && found.getTagName().equals(name)) {
                return found;
            }
        }
        return null;
    }

    private static String text(@Nullable Element element, @Nullable Element other, String name, String otherwise) {
        for (Element each : new Element[] {element, other}) {
            Element found = each == null ? null : child(each, name);
            if (found != null && !found.getTextContent().isBlank()) {
                return found.getTextContent().trim();
            }
        }
        return otherwise;
    }
}
