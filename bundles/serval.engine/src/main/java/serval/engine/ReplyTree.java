package serval.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.Reply;

/** A reply as objects: what {@link serval.sdk.module.SelfTest#call} returns. */
final class ReplyTree implements Reply {
    private static final int DEFERRED = -1;

    private final ArrayDeque<Level> open = new ArrayDeque<>();
    private @Nullable Object whole;

    private static final class Level {
        final List<@Nullable Object> elements = new ArrayList<>();
        final boolean isMap;
        final long left;

        Level(boolean isMap, long left) {
            this.isMap = isMap;
            this.left = left;
        }
    }

    /** The reply. */
    @Nullable
    Object value() {
        return whole;
    }

    private void add(@Nullable Object value) {
        Level level = open.peek();
        if (level == null) {
            whole = value;
            return;
        }
        level.elements.add(value);
        if (level.left == level.elements.size()) {
            end();
        }
    }

    private void open(boolean isMap, long elements) {
        if (elements == 0) {
            add(isMap ? Map.of() : List.of());
        } else {
            open.push(new Level(isMap, elements));
        }
    }

    private void end() {
        Level level = open.pop();
        if (!level.isMap) {
            add(level.elements);
            return;
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < level.elements.size(); i += 2) {
            map.put(level.elements.get(i), level.elements.get(i + 1));
        }
        add(map);
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public void integer(long value) {
        add(value);
    }

    @Override
    public void status(String text) {
        add(text);
    }

    @Override
    public void ok() {
        add("OK");
    }

    @Override
    public void bulk(byte[] array, int offset, int length) {
        add(new String(array, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void bulk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bulk(bytes, 0, bytes.length);
    }

    @Override
    public void bulk(long value) {
        add(Long.toString(value));
    }

    @Override
    public void nil() {
        add(null);
    }

    @Override
    public void nilArray() {
        add(null);
    }

    @Override
    public void real(double value) {
        add(value);
    }

    @Override
    public void bool(boolean value) {
        add(value);
    }

    @Override
    public void bigNumber(String digits) {
        add(digits);
    }

    @Override
    public void verbatim(String format, byte[] text) {
        bulk(text, 0, text.length);
    }

    @Override
    public void array(long length) {
        open(false, length);
    }

    @Override
    public void map(long pairs) {
        open(true, pairs * 2);
    }

    @Override
    public void set(long length) {
        open(false, length);
    }

    @Override
    public void push(long length) {
        open(false, length);
    }

    @Override
    public void attribute(long pairs) {
        open(true, pairs * 2);
    }

    @Override
    public void openArray() {
        open(false, DEFERRED);
    }

    @Override
    public void openMap() {
        open(true, DEFERRED);
    }

    @Override
    public void openSet() {
        open(false, DEFERRED);
    }

    @Override
    public void close(long length) {
        end();
    }

    @Override
    public void error(CommandError error) {
        add(error);
    }

    @Override
    public void error(String text) {
        add(CommandError.of(text));
    }
}
