package serval.geo;

import serval.bytes.ByteSlice;
import serval.bytes.Doubles;
import serval.bytes.LongDouble;
import serval.bytes.Longs;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** Coordinates, lengths and units, as arguments and in replies. */
final class Words {
    private static final CommandError NO_UNIT =
            CommandError.of("ERR unsupported unit provided. please use M, KM, FT, MI");
    private static final CommandError NO_RADIUS = CommandError.of("ERR need numeric radius");
    private static final CommandError NEGATIVE_RADIUS = CommandError.of("ERR radius cannot be negative");
    private static final CommandError NO_WIDTH = CommandError.of("ERR need numeric width");
    private static final CommandError NO_HEIGHT = CommandError.of("ERR need numeric height");
    private static final CommandError NEGATIVE_BOX = CommandError.of("ERR height or width cannot be negative");
    private static final Token[] UNITS = {Token.of("M"), Token.of("KM"), Token.of("FT"), Token.of("MI")};
    private static final double[] METRES = {1, 1000, 0.3048, 1609.34};

    private static final int DECIMALS = 4;
    private static final double SCALE = 10_000;

    private Words() {}

    /** The longitude at an index, whose latitude follows it. Throws Redis' errors if both are no place. */
    static double longitude(Call call, int index) {
        double longitude = call.asDouble(index);
        double latitude = call.asDouble(index + 1);
        if (!(Math.abs(longitude) <= Cell.LONGITUDE) || !(Math.abs(latitude) <= Cell.LATITUDE)) {
            throw CommandError.of("ERR invalid longitude,latitude pair " + fixed(longitude) + "," + fixed(latitude))
                    .exception();
        }
        return longitude;
    }

    /** As C's {@code %f}. */
    private static String fixed(double value) {
        return Double.isInfinite(value)
                ? value > 0 ? "inf" : "-inf"
                : new java.math.BigDecimal(value)
                        .setScale(6, java.math.RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /** How many metres a unit has. */
    static double unit(Call call, int index) {
        for (int i = 0; i < UNITS.length; i++) {
            if (call.is(index, UNITS[i])) {
                return METRES[i];
            }
        }
        throw NO_UNIT.exception();
    }

    /** Reads a radius and its unit. */
    static void circle(Call call, int index, Shape shape) {
        shape.box = false;
        shape.radius = length(call, index, NO_RADIUS);
        if (shape.radius < 0) {
            throw NEGATIVE_RADIUS.exception();
        }
        shape.unit = unit(call, index + 1);
    }

    /** Reads width, height and their unit. */
    static void box(Call call, int index, Shape shape) {
        shape.box = true;
        shape.width = length(call, index, NO_WIDTH);
        shape.height = length(call, index + 1, NO_HEIGHT);
        if (shape.height < 0 || shape.width < 0) {
            throw NEGATIVE_BOX.exception();
        }
        shape.unit = unit(call, index + 2);
    }

    private static double length(Call call, int index, CommandError error) {
        ByteSlice text = call.slice(index);
        double value = Doubles.parse(text.array(), text.offset(), text.length());
        if (Double.isNaN(value)) {
            throw error.exception();
        }
        return value;
    }

    /** Writes a distance with four decimals. */
    static void distance(Reply reply, double distance) {
        long scaled = (long) Math.rint(distance * SCALE);
        byte[] digits = Longs.toBytes(scaled);
        int length = Math.max(digits.length, DECIMALS + 1);
        byte[] text = new byte[length + 1];
        java.util.Arrays.fill(text, (byte) '0');
        int whole = length - DECIMALS;
        for (int i = 0; i < digits.length; i++) {
            int at = length - digits.length + i;
            text[at < whole ? at : at + 1] = digits[i];
        }
        text[whole] = '.';
        reply.bulk(text);
    }

    /** Writes a place, both coordinates with up to 17 decimals. */
    static void place(Reply reply, double longitude, double latitude) {
        reply.array(2);
        reply.real(LongDouble.of(longitude).toBytes());
        reply.real(LongDouble.of(latitude).toBytes());
    }
}
