package serval.aof.rewrite;

import java.util.Arrays;
import serval.sdk.type.ValueOutput;

/** Takes the bytes of a string value as its codec saves it: one string. */
final class StringBytes implements ValueOutput {
    private byte[] bytes = {};

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void string(byte[] array, int offset, int length) {
        bytes = Arrays.copyOfRange(array, offset, offset + length);
    }

    private static IllegalStateException other() {
        return new IllegalStateException("a string consists of one string");
    }

    @Override
    public void unsigned(long value) {
        throw other();
    }

    @Override
    public void signed(long value) {
        throw other();
    }

    @Override
    public void real(double value) {
        throw other();
    }

    @Override
    public void real(float value) {
        throw other();
    }

    @Override
    public void octet(int value) {
        throw other();
    }

    @Override
    public void fixed64(long value) {
        throw other();
    }
}
