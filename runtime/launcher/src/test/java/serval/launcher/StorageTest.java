package serval.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StorageTest {
    @Test
    void sweepRemovesWhatAKilledProcessLeftBehind() throws IOException {
        Path abandoned = Files.createTempDirectory("serval-1-");
        Files.createFile(abandoned.resolve("lock"));
        Files.createDirectories(abandoned.resolve("cache/bundle1"));
        Path foreign = Files.createTempDirectory("serval-2-");
        try (Storage storage = Storage.create()) {
            Files.createDirectories(storage.cache());
            storage.sweep();
            assertTrue(Files.exists(storage.cache()), "its own folder stays");
        }
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(foreign), "a folder without a lock file is somebody else's");
        Files.delete(foreign);
    }

    @Test
    void closeRemovesTheFolder() throws IOException {
        Storage storage = Storage.create();
        Files.createDirectories(storage.cache());
        storage.close();
        storage.close();
        assertFalse(Files.exists(storage.cache().getParent()));
    }
}
