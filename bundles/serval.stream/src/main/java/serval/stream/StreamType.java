package serval.stream;

import serval.sdk.type.Codec;
import serval.sdk.type.Digest;
import serval.sdk.type.ValueType;

/** The type {@code stream}, saved as the nodes lie in memory. */
final class StreamType implements ValueType<Stream>, Codec<Stream> {
    static final StreamType INSTANCE = new StreamType();

    /** As Redis 5 writes it: without counters of entries. */
    static final int LISTPACKS = 15;
    /** As Redis 7.0 writes it. */
    static final int LISTPACKS_2 = 19;
    /** As Redis 7.2 writes it: with the time at which consumers were active. */
    static final int LISTPACKS_3 = 21;

    private StreamType() {}

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public Codec<Stream> codec() {
        return this;
    }

    @Override
    public Stream empty() {
        return new Stream();
    }

    @Override
    public String encoding(Stream value) {
        return "stream";
    }

    @Override
    public long elements(Stream value) {
        long elements = value.nodes();
        for (Group group : value.groups()) {
            elements += 1 + group.pending.size();
        }
        return elements;
    }

    @Override
    public Stream copy(Stream value) {
        Stream copy = new Stream();
        for (int i = 0; i < value.nodes(); i++) {
            copy.addNode(value.node(i).copy(0));
        }
        copy.length = value.length;
        copy.last = value.last;
        copy.first = value.first;
        copy.maxDeleted = value.maxDeleted;
        copy.entriesAdded = value.entriesAdded;
        for (Group group : value.groups()) {
            Group other = new Group(group.name, group.last, group.entriesRead, copy.ledger);
            copy.addGroup(other);
            for (Consumer consumer : group.consumers()) {
                Consumer to = other.addConsumer(consumer.name, consumer.seen);
                to.active = consumer.active;
                PendingList pending = consumer.pending;
                for (Nack nack = pending.first(); nack != null; nack = pending.behind(nack.ms(), nack.seq())) {
                    other.deliver(nack.ms(), nack.seq(), to, nack.time(), nack.deliveries());
                }
            }
        }
        return copy;
    }

    @Override
    public void digest(Stream value, Digest digest) {
        Words words = new Words();
        EntryCursor cursor = new EntryCursor(value, StreamId.ZERO, StreamId.MAX, false);
        while (cursor.next()) {
            byte[] id = StreamId.toBytes(cursor.ms(), cursor.seq(), '.');
            digest.ordered(id, 0, id.length);
            for (int i = 0; i < cursor.fields(); i++) {
                cursor.nextField();
                words.feed(digest, cursor.list(), cursor.field());
                words.feed(digest, cursor.list(), cursor.value());
            }
        }
    }

    // Codec

    @Override
    public int code(Stream value, int rdbVersion) {
        return rdbVersion >= 11 ? LISTPACKS_3 : rdbVersion >= 10 ? LISTPACKS_2 : LISTPACKS;
    }

    @Override
    public int[] codes() {
        return new int[] {LISTPACKS, LISTPACKS_2, LISTPACKS_3};
    }

    @Override
    public Saver save(Stream value, int rdbVersion) {
        return new StreamSaver(value, code(value, rdbVersion));
    }

    @Override
    public Loader<Stream> load(int code, int version) {
        return new StreamLoader(code);
    }
}
