package serval.spi.engine;

import org.jspecify.annotations.Nullable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** A reply that nobody reads, except that its first error is remembered: of effects that are run again, of internal calls. */
public final class UnreadReply implements Reply {
    private @Nullable String error;

    /** The error since the last time, or null. */
    public @Nullable String takeError() {
        String text = error;
        error = null;
        return text;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void integer(long value) {}

    @Override
    public void status(String text) {}

    @Override
    public void ok() {}

    @Override
    public void bulk(byte[] array, int offset, int length) {}

    @Override
    public void bulk(String text) {}

    @Override
    public void bulk(long value) {}

    @Override
    public void nil() {}

    @Override
    public void nilArray() {}

    @Override
    public void real(double value) {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void bigNumber(String digits) {}

    @Override
    public void verbatim(String format, byte[] text) {}

    @Override
    public void array(long length) {}

    @Override
    public void map(long pairs) {}

    @Override
    public void set(long length) {}

    @Override
    public void push(long length) {}

    @Override
    public void attribute(long pairs) {}

    @Override
    public void openArray() {}

    @Override
    public void openMap() {}

    @Override
    public void openSet() {}

    @Override
    public void close(long length) {}

    @Override
    public void error(CommandError failure) {
        if (error == null) {
            error = failure.text();
        }
    }

    @Override
    public void error(String text) {
        if (error == null) {
            error = text;
        }
    }
}
