package serval.spi.journal;

import java.nio.charset.StandardCharsets;

/** Commands as RESP arrays of bulk strings. */
final class Encoding {
    private Encoding() {}

    static byte[] encode(byte[][] command) {
        byte[][] heads = new byte[command.length][];
        byte[] first = ("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int size = first.length;
        for (int i = 0; i < command.length; i++) {
            heads[i] = ("$" + command[i].length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            size += heads[i].length + command[i].length + 2;
        }
        byte[] result = new byte[size];
        System.arraycopy(first, 0, result, 0, first.length);
        int at = first.length;
        for (int i = 0; i < command.length; i++) {
            System.arraycopy(heads[i], 0, result, at, heads[i].length);
            at += heads[i].length;
            System.arraycopy(command[i], 0, result, at, command[i].length);
            at += command[i].length;
            result[at++] = '\r';
            result[at++] = '\n';
        }
        return result;
    }
}
