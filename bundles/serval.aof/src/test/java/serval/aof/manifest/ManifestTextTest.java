package serval.aof.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTextTest {
    private static String reason(String text) {
        return assertThrows(ManifestException.class, () -> ManifestText.read(text))
                .report();
    }

    @Test
    void whatIsWrittenIsRead() throws ManifestException {
        Manifest manifest = Manifest.EMPTY
                .withNextBase("a b.aof", true)
                .withNextIncrement("a b.aof")
                .withNextIncrement("a b.aof")
                .withNextBase("a b.aof", false)
                .withRewrittenIncrements(1);
        String text = ManifestText.write(manifest);
        assertEquals("""
                file "a b.aof.2.base.aof" seq 2 type b
                file "a b.aof.1.incr.aof" seq 1 type h
                file "a b.aof.1.base.rdb" seq 1 type h
                file "a b.aof.2.incr.aof" seq 2 type i
                """, text);
        assertEquals(manifest, ManifestText.read(text));
        assertEquals(
                List.of("a b.aof.2.base.aof", "a b.aof.2.incr.aof"),
                manifest.loaded().stream().map(Part::name).toList());
    }

    @Test
    void numbersGoOnWhereTheyWere() throws ManifestException {
        Manifest manifest = ManifestText.read(
                "# made by hand\nFILE x.7.base.rdb seq 7 type b\nfile x.9.incr.aof  seq 9 type i new thing\n");
        assertEquals(
                "x.8.base.rdb", manifest.withNextBase("x", true).loaded().get(0).name());
        assertEquals("x.10.incr.aof", manifest.withNextIncrement("x").last().name());
    }

    @Test
    void whatIsNoManifestIsRefusedWithItsLine() {
        assertEquals("\n*** FATAL AOF MANIFEST FILE ERROR ***\nFound an empty AOF manifest", reason(""));
        assertEquals(
                "\n*** FATAL AOF MANIFEST FILE ERROR ***\nReading the manifest file, at line 2\n>>> 'file b seq 1'\n"
                        + "Invalid AOF manifest file format",
                reason("#\nfile b seq 1\n"));
        assertTrue(reason("\n").endsWith("Invalid AOF manifest file format"));
        assertTrue(reason("file a seq x type b\n").endsWith("Invalid AOF manifest file format"));
        assertTrue(reason("file \"a seq 1 type b\n").endsWith("Invalid AOF manifest file format"));
        assertTrue(reason("file d/a seq 1 type b\n").endsWith("File can't be a path, just a filename"));
        assertTrue(
                reason("file a seq 1 type b\nfile b seq 2 type b\n").endsWith("Found duplicate base file information"));
        assertTrue(
                reason("file a seq 2 type i\nfile b seq 2 type i\n").endsWith("Found a non-monotonic sequence number"));
        assertTrue(reason("file a seq 2 type x\n").endsWith("Unknown AOF file type"));
        assertTrue(reason("file a.1.incr.aof seq 2 type i\n").endsWith("The file's name says that it is another file"));
        assertTrue(reason("file a.1.base.rdb seq 1 type i\n").endsWith("The file's name says that it is another file"));
        assertTrue(reason("file a seq 1 type b file b seq 2 type i\n").endsWith("Invalid AOF manifest file format"));
        assertTrue(reason("file a seq 1 type i\nfile b seq 1 type h\n").endsWith("Found history behind an increment"));
        assertTrue(reason("file a seq 1 type b\nfile a.1.incr.aof seq 1 type h\n")
                .endsWith("Found an increment in history without the base that it followed"));
        assertTrue(reason("file a seq 2 type i").endsWith("The AOF manifest file contains too long line"));
        assertTrue(reason("file " + "a".repeat(1024) + " seq 2 type i\n")
                .endsWith("The AOF manifest file contains too long line"));
    }
}
