package serval.modules;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import serval.spi.module.ModuleRefusedException;

/**
 * A jar that has been looked through and could be a module.
 *
 * @param file where the operator put it
 * @param copy what was looked through, so that whatever happens to the file meanwhile, this is installed; for the taker to remove
 * @param digest stands for the content
 */
record ModuleJar(Path file, Path copy, String name, Version version, String digest) implements AutoCloseable {
    private static final int CLASS_MAGIC = 0xCAFEBABE;
    /** The class file version of Java 1.0, as it were: that of Java n is n more. */
    private static final int CLASS_VERSION_ZERO = 44;

    /**
     * Copies a file and looks through the copy: all of its entries are read.
     *
     * @throws ModuleRefusedException saying what is wrong with it
     */
    static ModuleJar inspect(Path file, Path copy) {
        boolean good = false;
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModuleRefusedException(
                        file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
            }
            String digest = copy(file, copy);
            if (!beginsLikeZip(copy)) {
                throw new ModuleRefusedException(file + " is not a zip file");
            }
            Attributes manifest = look(file, copy);
            String name = name(file, manifest);
            ModuleJar jar = new ModuleJar(file, copy, name, version(file, manifest), digest);
            good = true;
            return jar;
        } catch (IOException unreadable) {
            throw new ModuleRefusedException(file + " cannot be read: " + Reasons.of(unreadable), unreadable);
        } finally {
            if (!good) {
                remove(copy);
            }
        }
    }

    private static String copy(Path file, Path copy) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest);
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean beginsLikeZip(Path copy) throws IOException {
        try (InputStream in = Files.newInputStream(copy)) {
            byte[] begin = in.readNBytes(4);
            return begin.length == 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4;
        }
    }

    private static Attributes look(Path file, Path copy) throws IOException {
        Manifest manifest = null;
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                CRC32 sum = new CRC32();
                sum.update(content);
                if (entry.getCrc() >= 0 && sum.getValue() != entry.getCrc()) {
                    throw new ModuleRefusedException(
                            file + " is damaged: the checksum of " + entry.getName() + " is not that of its content");
                }
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    checkClass(file, entry.getName(), content);
                }
                if (entry.getName().equalsIgnoreCase("META-INF/MANIFEST.MF")) {
                    manifest = new Manifest(new java.io.ByteArrayInputStream(content));
                }
            }
        } catch (ZipException | java.io.EOFException | IllegalArgumentException broken) {
            throw new ModuleRefusedException(file + " is truncated or damaged: " + Reasons.of(broken), broken);
        }
        if (manifest == null) {
            throw new ModuleRefusedException(file + " is not an OSGi bundle: it has no manifest");
        }
        return manifest.getMainAttributes();
    }

    private static void checkClass(Path file, String entry, byte[] content) {
        if (content.length < 8 || java.nio.ByteBuffer.wrap(content).getInt() != CLASS_MAGIC) {
            throw new ModuleRefusedException(file + " is damaged: " + entry + " is not a class file");
        }
        int version = (content[6] & 0xff) << 8 | content[7] & 0xff;
        int ours = Runtime.version().feature() + CLASS_VERSION_ZERO;
        if (version > ours) {
            throw new ModuleRefusedException(file + " was compiled for a newer Java: " + entry + " is of Java "
                    + (version - CLASS_VERSION_ZERO) + " (class file version " + version + "), the server runs on Java "
                    + (ours - CLASS_VERSION_ZERO) + " (" + ours + ")");
        }
    }

    private static String name(Path file, Attributes manifest) {
        String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new ModuleRefusedException(file + " is not an OSGi bundle: it names no Bundle-SymbolicName");
        }
        if (!"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new ModuleRefusedException(file + " is not an OSGi bundle: its Bundle-ManifestVersion is not 2");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new ModuleRefusedException(file + " is a fragment of another bundle, not a module");
        }
        int end = name.indexOf(';');
        return (end < 0 ? name : name.substring(0, end)).strip();
    }

    private static Version version(Path file, Attributes manifest) {
        try {
            return Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException none) {
            throw new ModuleRefusedException(
                    file + " has a Bundle-Version that is none: " + manifest.getValue(Constants.BUNDLE_VERSION));
        }
    }

    /** Removes the copy. */
    @Override
    public void close() {
        remove(copy);
    }

    private static void remove(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            copy.toFile().deleteOnExit();
        }
    }
}
