package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void splitsLikeRedisCli() {
        assertEquals(
                List.of("SET", "k", "a b", "", "it\\x", "\\x00\\r\\n\\xff\""),
                Arrays.stream(CommandLine.split("SET  k 'a b' \"\" 'it\\x' \"\\x00\\r\\n\\xff\\\"\""))
                        .map(CommandLine::show)
                        .map(word -> word.replace("\\\\", "\\"))
                        .toList());
    }
}
