package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Differences ONE =
            Differences.parse("# text\n\ncommand: LPOP *\nserval: -ERR now*\nbecause: a reason\n");

    @Test
    void sameRepliesNeedNoEntry() {
        assertTrue(ONE.allow("GET k", "$-1\\r\\n", "$-1\\r\\n"));
    }

    @Test
    void entryAllowsTheReplyItNamesAndNoOther() {
        assertTrue(ONE.allow("lpop key", "-ERR old\\r\\n", "-ERR now (.)\\r\\n"));
        assertFalse(ONE.allow("lpop key", "-ERR old\\r\\n", "-ERR else\\r\\n"));
        assertFalse(ONE.allow("rpop key", "-ERR old\\r\\n", "-ERR now\\r\\n"));
    }

    @Test
    void entryWithoutReasonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Differences.parse("command: GET *\n"));
    }
}
