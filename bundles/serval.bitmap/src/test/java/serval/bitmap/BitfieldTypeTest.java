package serval.bitmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.bitmap.BitfieldType.Fitted;
import serval.bitmap.BitfieldType.Overflow;
import serval.bytes.ByteSlice;
import serval.sdk.reply.CommandException;

class BitfieldTypeTest {
    private static BitfieldType type(String word) {
        return BitfieldType.of(new ByteSlice(word.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void readsTypes() {
        assertEquals(new BitfieldType(true, 64), type("i64"));
        assertEquals(new BitfieldType(false, 63), type("u63"));
        for (String wrong : List.of("", "i", "u64", "i65", "i0", "u-1", "x8", "U8", "8", "u8 ", "u08")) {
            assertThrows(CommandException.class, () -> type(wrong), wrong);
        }
    }

    @Test
    void sumsAreThoseOfExactArithmetic() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            boolean signed = random.nextBoolean();
            BitfieldType type = new BitfieldType(signed, random.nextInt(signed ? 64 : 63) + 1);
            long old = type.value(random.nextLong() >>> 64 - type.bits());
            long increment = random.nextLong() >> random.nextInt(64);
            BigInteger sum = BigInteger.valueOf(old).add(BigInteger.valueOf(increment));
            BigInteger size = BigInteger.ONE.shiftLeft(type.bits());
            BigInteger least = signed ? size.shiftRight(1).negate() : BigInteger.ZERO;
            BigInteger most = least.add(size).subtract(BigInteger.ONE);
            boolean fits = sum.compareTo(least) >= 0 && sum.compareTo(most) <= 0;
            BigInteger wrapped = sum.subtract(least).mod(size).add(least);
            assertEquals(new Fitted(wrapped.longValueExact()), type.add(old, increment, Overflow.WRAP));
            assertEquals(new Fitted(sum.max(least).min(most).longValueExact()), type.add(old, increment, Overflow.SAT));
            if (fits) {
                assertEquals(new Fitted(sum.longValueExact()), type.add(old, increment, Overflow.FAIL));
            } else {
                assertNull(type.add(old, increment, Overflow.FAIL));
            }
        }
    }

    @Test
    void negativeValueOfUnsignedFieldIsTooLarge() {
        BitfieldType byteType = type("u8");
        assertEquals(new Fitted(255), byteType.fit(-1, Overflow.WRAP));
        assertEquals(new Fitted(255), byteType.fit(-1, Overflow.SAT));
        assertNull(byteType.fit(-1, Overflow.FAIL));
        assertEquals(new Fitted(-128), type("i8").fit(-1000, Overflow.SAT));
        assertEquals(new Fitted(24), type("i8").fit(-1000, Overflow.WRAP));
    }
}
