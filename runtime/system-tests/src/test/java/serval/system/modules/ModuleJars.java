package serval.system.modules;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import serval.system.ServalProcess;

/** A jar that is made on the spot: compiled from a source of the test's resources, with a manifest as wanted. */
public final class ModuleJars {
    private static final String SDK = ";version=\"[1.0,2)\"";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private boolean activator;

    private ModuleJars(String name, String version) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", version);
        List<String> imports = new ArrayList<>(List.of("org.osgi.framework"));
        for (String each : List.of("block", "command", "config", "key", "module", "reply")) {
            imports.add("serval.sdk." + each + SDK);
        }
        headers.put("Import-Package", String.join(",", imports));
        words.put("NAME", name);
        words.put("VERSION", version);
        words.put("ACTIVATE", "");
        words.put("TEST", "");
        words.put("START", "");
    }

    /** Begins a module whose commands and directive have its name as their prefix. */
    public static ModuleJars tiny(String name, String version) {
        return new ModuleJars(name, version);
    }

    /** Sets a header of the manifest; null leaves it out. */
    public ModuleJars header(String name, String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    /** What a placeholder of the sources stands for. */
    public ModuleJars word(String name, String text) {
        words.put(name, text);
        return this;
    }

    /** Gives the bundle an activator that starts with these statements. */
    public ModuleJars activator(String statements) {
        activator = true;
        headers.put("Bundle-Activator", "tiny.Hook");
        return word("START", statements);
    }

    /** Writes the jar under another name first, as a careful operator does. */
    public Path write(Path jar) {
        try {
            Path classes = compile();
            Path part = jar.resolveSibling("." + jar.getFileName() + ".part");
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            headers.forEach(main::putValue);
            main.putValue("Service-Component", "OSGI-INF/tiny.xml");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(part), manifest);
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    put(out, classes.relativize(file).toString(), Files.readAllBytes(file));
                }
                put(out, "OSGI-INF/tiny.xml", component().getBytes(StandardCharsets.UTF_8));
            }
            Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return jar;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="tiny.Tiny" immediate="true">
                  <implementation class="tiny.Tiny"/>
                  <service>
                    <provide interface="serval.sdk.command.CommandFamily"/>
                    <provide interface="serval.sdk.config.DirectiveSet"/>
                    <provide interface="serval.sdk.module.Module"/>
                  </service>
                  %s
                </scr:component>
                """.formatted(words.getOrDefault("REFERENCE", ""));
    }

    private Path compile() throws IOException {
        Path folder = Files.createTempDirectory("serval-module-");
        List<String> options =
                new ArrayList<>(List.of("-d", folder.resolve("classes").toString(), "-proc:none"));
        options.addAll(List.of("-classpath", classPath()));
        options.add(source(folder, "Tiny").toString());
        if (activator) {
            options.add(source(folder, "Hook").toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        if (compiler.run(null, messages, messages, options.toArray(String[]::new)) != 0) {
            throw new AssertionError(messages.toString(StandardCharsets.UTF_8));
        }
        return folder.resolve("classes");
    }

    private Path source(Path folder, String name) throws IOException {
        StringWriter text = new StringWriter();
        try (InputStream in = ModuleJars.class.getResourceAsStream(name + ".java.txt")) {
            text.write(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        String source = text.toString();
        for (Map.Entry<String, String> word : words.entrySet()) {
            source = source.replace("@" + word.getKey() + "@", word.getValue());
        }
        return Files.writeString(folder.resolve(name + ".java"), source);
    }

    private static String classPath() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("bundles", "lib")) {
            try (Stream<Path> files = Files.list(ServalProcess.distribution().resolve(folder))) {
                files.map(Path::toString).filter(file -> file.endsWith(".jar")).forEach(jars::add);
            }
        }
        return String.join(java.io.File.pathSeparator, jars);
    }

    /** A bundle of the distribution as another version of itself. */
    public static Path repackaged(String bundle, String version, Path jar) {
        try (Stream<Path> files = Files.list(ServalProcess.distribution().resolve("bundles"))) {
            Path original = files.filter(file -> file.getFileName().toString().startsWith(bundle + "-"))
                    .findFirst()
                    .orElseThrow();
            return repackaged(original, version, jar);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A bundle as another version of itself. */
    public static Path repackaged(Path original, String version, Path jar) {
        try (JarFile from = new JarFile(original.toFile())) {
            Manifest manifest = from.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            Path part = jar.resolveSibling("." + jar.getFileName() + ".part");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(part), manifest)) {
                for (JarEntry entry : from.stream().toList()) {
                    if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        put(out, entry.getName(), from.getInputStream(entry).readAllBytes());
                    }
                }
            }
            return Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
