package serval.string;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;

class LongestCommonSubsequenceTest {
    private static ByteSlice slice(String text) {
        byte[] bytes = (" " + text).getBytes(StandardCharsets.US_ASCII);
        return new ByteSlice().set(bytes, 1, bytes.length - 1);
    }

    private static int length(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        String shorter = one.substring(1);
        String otherShorter = other.substring(1);
        return one.charAt(0) == other.charAt(0)
                ? 1 + length(shorter, otherShorter)
                : Math.max(length(shorter, other), length(one, otherShorter));
    }

    @Test
    void findsWhatBothHave() {
        LongestCommonSubsequence found = new LongestCommonSubsequence(slice("ohmytext"), slice("mynewtext"), true);
        assertEquals(6, found.length());
        assertArrayEquals("mytext".getBytes(StandardCharsets.US_ASCII), found.bytes());
        List<String> ranges = new ArrayList<>();
        found.ranges((first, second, count) -> ranges.add(first + " " + second + " " + count));
        assertEquals(List.of("4 5 4", "2 0 2"), ranges);
    }

    @Test
    void isAsLongAsTheDefinitionSays() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            String one = text(random);
            String other = text(random);
            LongestCommonSubsequence found = new LongestCommonSubsequence(slice(one), slice(other), true);
            assertEquals(length(one, other), found.length());
            assertEquals(found.length(), new LongestCommonSubsequence(slice(one), slice(other), false).length());
            String common = new String(found.bytes(), StandardCharsets.US_ASCII);
            assertTrue(isWithin(common, one) && isWithin(common, other));
            StringBuilder joined = new StringBuilder();
            found.ranges((first, second, count) -> {
                assertEquals(one.substring(first, first + count), other.substring(second, second + count));
                joined.insert(0, one.substring(first, first + count));
            });
            assertEquals(common, joined.toString());
        }
    }

    private static boolean isWithin(String part, String whole) {
        int at = 0;
        for (int i = 0; i < whole.length() && at < part.length(); i++) {
            at += whole.charAt(i) == part.charAt(at) ? 1 : 0;
        }
        return at == part.length();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(10); left > 0; left--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
