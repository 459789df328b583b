package serval.checks;

import aQute.bnd.header.OSGiHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * What a bundle's jar says of itself.
 *
 * @param name its symbolic name
 * @param imports the packages it imports, optional and dynamic ones included
 * @param exports the packages it exports
 * @param contents the packages that have classes in it
 */
record BuiltBundle(String name, Set<String> imports, Set<String> exports, Set<String> contents) {
    static BuiltBundle read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            Set<String> contents = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && name.indexOf('/') > 0)
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toSet());
            Set<String> imports = new java.util.HashSet<>(names(manifest, "Import-Package"));
            imports.addAll(names(manifest, "DynamicImport-Package"));
            return new BuiltBundle(
                    names(manifest, "Bundle-SymbolicName").iterator().next(),
                    imports,
                    names(manifest, "Export-Package"),
                    contents);
        }
    }

    private static Set<String> names(Attributes manifest, String header) {
        return Set.copyOf(OSGiHeader.parseHeader(manifest.getValue(header)).keySet());
    }
}
