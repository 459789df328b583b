package serval.stream;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import serval.bytes.ByteSlice;
import serval.sdk.type.Value;
import serval.sdk.type.ValueType;
import serval.structures.packed.PackedList;

/**
 * A stream: its entries in nodes sorted by number, and its consumer groups.
 *
 * <p>The nodes are in an array with a moving head: found by binary search, added at the end, dropped at the front in constant time.
 */
final class Stream implements Value {
    /** The object, its ledger, its array of the least length and two numbers. */
    private static final int OBJECT_BYTES = 56 + 24 + 24 + 2 * 24;

    private static final int REFERENCE_BYTES = 4;
    private static final int GROUP_ENTRY_BYTES = 40;
    private static final int LEAST_NODES = 2;
    /** No node grows beyond this, whatever is configured. */
    static final long MOST_NODE_BYTES = 1L << 30;

    final Ledger ledger = new Ledger();
    private Node[] nodes = new Node[LEAST_NODES];
    private int head;
    private int count;

    long length;
    StreamId last = StreamId.ZERO;
    StreamId first = StreamId.ZERO;
    StreamId maxDeleted = StreamId.ZERO;
    long entriesAdded;
    private @Nullable TreeMap<byte[], Group> groups;

    Stream() {
        ledger.bytes = OBJECT_BYTES;
    }

    @Override
    public ValueType<?> type() {
        return StreamType.INSTANCE;
    }

    @Override
    public long bytes() {
        return ledger.bytes;
    }

    // Nodes

    /** The number of nodes. */
    int nodes() {
        return count;
    }

    Node node(int index) {
        return nodes[head + index];
    }

    /** The nodes as they are now, for a saver. */
    Node[] nodesNow() {
        return Arrays.copyOfRange(nodes, head, head + count);
    }

    /** The index of the last node that begins at or before this number, or -1. */
    int nodeFor(StreamId id) {
        int low = head;
        int high = head + count - 1;
        if (count > 0 && id.compareTo(nodes[high].ms, nodes[high].seq) >= 0) {
            return count - 1;
        }
        while (low <= high) {
            int middle = low + high >>> 1;
            if (id.compareTo(nodes[middle].ms, nodes[middle].seq) >= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high - head;
    }

    /** Adds a node behind the others. */
    void addNode(Node node) {
        if (head + count == nodes.length) {
            Node[] old = nodes;
            int room = count < old.length / 2 ? old.length : Math.max(LEAST_NODES, count + (count >> 1) + 1);
            nodes = new Node[room];
            System.arraycopy(old, head, nodes, 0, count);
            head = 0;
            ledger.bytes += (long) (room - old.length) * REFERENCE_BYTES;
        }
        nodes[head + count++] = node;
        ledger.bytes += node.bytes();
    }

    /** Adds a node that was saved; the one before it is full. */
    void load(Node node) {
        if (count > 0) {
            Node before = node(count - 1);
            ledger.bytes -= before.bytes();
            before.close();
            ledger.bytes += before.bytes();
        }
        addNode(node);
    }

    private void dropNode(int index) {
        ledger.bytes -= node(index).bytes();
        if (index == 0) {
            nodes[head++] = null;
        } else {
            System.arraycopy(nodes, head + index + 1, nodes, head + index, count - index - 1);
            nodes[head + count - 1] = null;
        }
        count--;
        if (count == 0) {
            head = 0;
        }
        if (nodes.length > 64 && count < nodes.length / 4) {
            Node[] old = nodes;
            nodes = new Node[count * 2];
            System.arraycopy(old, head, nodes, 0, count);
            head = 0;
            ledger.bytes -= (long) (old.length - nodes.length) * REFERENCE_BYTES;
        }
    }

    /** A node to be changed: a copy if a saver needs the one that is there. */
    private Node writable(int index) {
        Node node = node(index);
        if (ledger.isFrozen(node.born)) {
            Node copy = node.copy(ledger.epoch);
            ledger.bytes += copy.bytes() - node.bytes();
            nodes[head + index] = copy;
            return copy;
        }
        return node;
    }

    // Adding

    /** Adds an entry, whose number is above the last one's. */
    void append(StreamId id, ByteSlice[] words, long maxBytes, long maxEntries) {
        Node node = count == 0 ? null : node(count - 1);
        if (node != null && isFull(node, words, maxBytes, maxEntries)) {
            ledger.bytes -= node.bytes();
            if (!ledger.isFrozen(node.born)) {
                node.close();
            }
            ledger.bytes += node.bytes();
            node = null;
        }
        if (node == null) {
            node = Node.begin(id, words, ledger.epoch);
            addNode(node);
        } else {
            node = writable(count - 1);
        }
        ledger.bytes -= node.bytes();
        node.reserve(words);
        node.append(id, words);
        ledger.bytes += node.bytes();
        length++;
        entriesAdded++;
        last = id;
        if (length == 1) {
            first = id;
        }
    }

    private static boolean isFull(Node node, ByteSlice[] words, long maxBytes, long maxEntries) {
        long wanted = 0;
        for (ByteSlice word : words) {
            wanted += word.length();
        }
        long most = maxBytes == 0 || maxBytes > MOST_NODE_BYTES ? MOST_NODE_BYTES : maxBytes;
        return node.packedBytes() + wanted >= most || maxEntries > 0 && node.live() + node.deleted() >= maxEntries;
    }

    // Removing

    /** Whether an entry of this number is there. */
    boolean has(StreamId id) {
        return new EntryCursor(this, id, id, false).next();
    }

    /** Deletes an entry; returns whether it was there. Who calls it sees to {@link #first} and {@link #maxDeleted}. */
    boolean delete(StreamId id) {
        EntryCursor cursor = new EntryCursor(this, id, id, false);
        if (!cursor.next()) {
            return false;
        }
        Node node = node(cursor.index());
        if (node.live() == 1) {
            dropNode(cursor.index());
        } else {
            node = writable(cursor.index());
            ledger.bytes -= node.bytes();
            node.delete(cursor.entry());
            ledger.bytes += node.bytes();
        }
        length--;
        return true;
    }

    /** Drops the first node with all its entries. */
    void dropFirstNode() {
        length -= node(0).live();
        dropNode(0);
    }

    /** Marks entries from the front of the first node as deleted, until the stream has so many left, or below a number if one is given. */
    long deleteFromFirstNode(long keep, @Nullable StreamId below) {
        Node node = writable(0);
        ledger.bytes -= node.bytes();
        long gone = 0;
        PackedList list = node.list();
        int fields = Node.masterFields(list);
        int at = Node.firstEntry(list);
        while (at != PackedList.NONE) {
            long flags = list.number(at);
            int millis = list.next(at);
            int sequence = list.next(millis);
            if (below == null
                    ? length <= keep
                    : below.compareTo(node.ms + list.number(millis), node.seq + list.number(sequence)) <= 0) {
                break;
            }
            int next = list.next(sequence);
            long elements = (flags & Node.SAME_FIELDS) != 0 ? fields : 1 + 2 * list.number(next);
            int behind = list.next(list.skip(next, (int) elements));
            if ((flags & Node.DELETED) == 0) {
                node.mark(at);
                gone++;
                length--;
            }
            at = behind;
        }
        node.count(gone);
        ledger.bytes += node.bytes();
        return gone;
    }

    /** Finds {@link #first} again after entries have gone. */
    void findFirst() {
        first = StreamId.ZERO;
        if (length > 0) {
            EntryCursor cursor = new EntryCursor(this, StreamId.ZERO, StreamId.MAX, false);
            if (cursor.next()) {
                first = cursor.id();
            }
        }
    }

    /** The number of the last entry that is there; {@link StreamId#ZERO} if none is. */
    StreamId lastEntry() {
        EntryCursor cursor = new EntryCursor(this, StreamId.ZERO, StreamId.MAX, true);
        return length > 0 && cursor.next() ? cursor.id() : StreamId.ZERO;
    }

    // Groups

    /** The groups by name. */
    Collection<Group> groups() {
        return groups == null ? List.of() : groups.values();
    }

    @Nullable
    Group group(byte[] name) {
        return groups == null ? null : groups.get(name);
    }

    void addGroup(Group group) {
        if (groups == null) {
            groups = new TreeMap<>(Arrays::compareUnsigned);
        }
        groups.put(group.name, group);
        ledger.bytes += GROUP_ENTRY_BYTES;
    }

    void removeGroup(Group group) {
        if (groups != null && groups.remove(group.name) != null) {
            ledger.bytes -= GROUP_ENTRY_BYTES;
            group.release();
        }
    }
}
