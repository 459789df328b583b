package serval.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.spi.engine.CommandEntry;

/**
 * An immutable table from folded name bytes to commands: open addressing over a power of two at most half full, so that a
 * look-up is a hash over a few bytes and as a rule one comparison. Names of up to eight letters, which most are, are one number each.
 */
final class CommandSnapshot {
    static final CommandSnapshot EMPTY = new CommandSnapshot(Map.of());

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Bit 5 of every byte, which tells the cases of letters apart. */
    private static final long LOWER = 0x2020202020202020L;

    private final Map<String, CommandEntry> byName;
    private final byte[][] names;
    private final @Nullable CommandEntry[] entries;
    private final int mask;

    /** The names of up to eight letters, as numbers; 0 where there is none. */
    private final long[] words;

    private final @Nullable CommandEntry[] ofWords;

    CommandSnapshot(Map<String, CommandEntry> commands) {
        byName = new LinkedHashMap<>(commands);
        int size = Integer.highestOneBit(Math.max(8, commands.size() * 2)) * 2;
        mask = size - 1;
        names = new byte[size][];
        entries = new CommandEntry[size];
        for (Map.Entry<String, CommandEntry> command : byName.entrySet()) {
            byte[] name = command.getKey().getBytes(StandardCharsets.ISO_8859_1);
            int at = hash(name, 0, name.length) & mask;
            while (names[at] != null) {
                at = at + 1 & mask;
            }
            names[at] = name;
            entries[at] = command.getValue();
        }
        words = new long[size];
        ofWords = new CommandEntry[size];
        byName.forEach(this::addWord);
    }

    private void addWord(String name, CommandEntry command) {
        int length = name.length();
        if (length == 0 || length > Long.BYTES || !name.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return;
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << Byte.SIZE | name.charAt(i);
        }
        int at = place(word);
        while (words[at] != 0) {
            at = at + 1 & mask;
        }
        words[at] = word;
        ofWords[at] = command;
    }

    /** The command of this name, letter case aside, or null. */
    @Nullable
    CommandEntry find(byte[] array, int offset, int length) {
        if (length > 0 && length <= Long.BYTES && offset <= array.length - Long.BYTES) {
            long ones = -1L >>> Long.SIZE - Byte.SIZE * length;
            // Only letters become small letters by this, so no other bytes are taken for a name.
            long word = ((long) LONG.get(array, offset) | LOWER) & ones;
            for (int at = place(word); words[at] != 0; at = at + 1 & mask) {
                if (words[at] == word) {
                    return ofWords[at];
                }
            }
        }
        return findByBytes(array, offset, length);
    }

    private int place(long word) {
        long mixed = word * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Integer.SIZE) & mask;
    }

    private @Nullable CommandEntry findByBytes(byte[] array, int offset, int length) {
        int at = hash(array, offset, length) & mask;
        while (true) {
            byte[] name = names[at];
            if (name == null) {
                return null;
            }
            if (same(name, array, offset, length)) {
                return entries[at];
            }
            at = at + 1 & mask;
        }
    }

    @Nullable
    CommandEntry find(String fullName) {
        String folded = fullName.toLowerCase(Locale.ROOT);
        int bar = folded.indexOf('|');
        if (bar < 0) {
            return byName.get(folded);
        }
        CommandEntry container = byName.get(folded.substring(0, bar));
        return container == null ? null : container.subcommand(folded.substring(bar + 1));
    }

    Collection<CommandEntry> all() {
        return byName.values();
    }

    private static int hash(byte[] array, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            // Bit 5 tells the cases apart; names differ in more than that.
            hash = hash * 31 + (array[offset + i] | 0x20);
        }
        return hash ^ hash >>> 15;
    }

    private static boolean same(byte[] name, byte[] array, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = array[offset + i];
            if (c >= 'A' && c <= 'Z') {
                c |= 0x20;
            }
            if (c != name[i]) {
                return false;
            }
        }
        return true;
    }
}
