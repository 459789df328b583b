package serval.aof.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.aof.disk.DiskErrors;
import serval.aof.manifest.Manifest;
import serval.aof.manifest.Part;

/** Loads the files of a manifest, the base first and the increments in their order. */
public final class AofLoader {
    private static final Logger LOG = LoggerFactory.getLogger(AofLoader.class);

    /**
     * What came of it.
     *
     * @param found whether there was anything to load
     * @param total the bytes of all files
     * @param base the bytes of the base
     * @param stopped whether something was left out because it happened too late
     * @param timed whether the files said of a wanted moment that it was early enough
     */
    public record Loaded(boolean found, long total, long base, boolean stopped, boolean timed) {}

    private final LoadContext context;
    private final Path folder;
    private final String fileName;

    /** Loads files of this name from this folder. */
    public AofLoader(LoadContext context, Path folder, String fileName) {
        this.context = context;
        this.folder = folder;
        this.fileName = fileName;
    }

    /**
     * Loads them.
     *
     * @param expect told how many bytes there are
     * @throws IOException if a file is missing, cannot be read, or is damaged; the log says which and why
     */
    public Loaded load(Manifest manifest, LongConsumer expect) throws IOException {
        List<Part> parts = manifest.loaded();
        long total = 0;
        long base = 0;
        for (Part part : parts) {
            long size = size(part);
            total += size;
            if (part.kind() == Part.Kind.BASE) {
                base = size;
            }
        }
        if (total == 0) {
            return new Loaded(!parts.isEmpty(), 0, 0, false, false);
        }
        expect.accept(total);
        long before = 0;
        boolean timed = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Path file = folder.resolve(part.name());
            long size = size(part);
            long began = System.nanoTime();
            FileLoader loader = new FileLoader(context, file, part.name(), before);
            FileLoader.Outcome outcome = loader.load(part.name().equals(fileName));
            timed |= loader.isTimed();
            boolean last = i == parts.size() - 1;
            switch (outcome) {
                case LOADED, EMPTY, STOPPED -> {
                    if (outcome != FileLoader.Outcome.EMPTY) {
                        told(part, began);
                    }
                    if (outcome == FileLoader.Outcome.STOPPED) {
                        return new Loaded(true, total, base, true, timed);
                    }
                }
                case TRUNCATED -> {
                    if (!last) {
                        LOG.warn("Fatal error: the truncated file is not the last file");
                        throw new IOException("the truncated file is not the last file");
                    }
                    told(part, began);
                }
                case MISSING, FAILED -> throw new IOException(part.name() + " cannot be loaded");
            }
            before += size;
        }
        return new Loaded(true, total, base, false, timed);
    }

    private static void told(Part part, long began) {
        LOG.info(
                "DB loaded from {} file {}: {} seconds",
                part.kind() == Part.Kind.BASE ? "base" : "incr",
                part.name(),
                seconds(began));
    }

    /** The time since a moment as Redis writes it. */
    public static String seconds(long began) {
        return String.format(Locale.ROOT, "%.3f", (System.nanoTime() - began) / 1e9);
    }

    private long size(Part part) throws IOException {
        try {
            return Files.size(folder.resolve(part.name()));
        } catch (NoSuchFileException missing) {
            LOG.warn("Unable to obtain the AOF file {} length. stat: {}", part.name(), DiskErrors.reason(missing));
            throw missing;
        }
    }
}
