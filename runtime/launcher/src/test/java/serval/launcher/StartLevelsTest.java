package serval.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartLevelsTest {
    @Test
    void firstLineThatFitsDecides() {
        StartLevels levels = StartLevels.parse(List.of("# text", "", "10 io.netty.* # all", "90 a.b", "20 a.*"));
        assertEquals(10, levels.of("io.netty.buffer"));
        assertEquals(90, levels.of("a.b"));
        assertEquals(20, levels.of("a.b.c"));
        assertEquals(StartLevels.DEFAULT, levels.of("z"));
    }

    @Test
    void unreadableLineIsNamed() {
        var refused = assertThrows(IllegalArgumentException.class, () -> StartLevels.parse(List.of("100 too.late")));
        assertEquals("start level and symbolic name expected: 100 too.late", refused.getMessage());
    }
}
