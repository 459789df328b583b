package serval.stream;

import serval.sdk.type.Codec;
import serval.sdk.type.CorruptValueException;
import serval.sdk.type.ValueInput;
import serval.structures.packed.PackedList;

/** Loads a stream, whatever version wrote it. */
final class StreamLoader implements Codec.Loader<Stream> {
    private enum Phase {
        BEGIN,
        NODES,
        HEAD,
        GROUP,
        GROUP_PENDING,
        CONSUMER,
        CONSUMER_PENDING,
        DONE
    }

    private static final int NACK_BYTES = 32;
    /** Stands for the consumer of an entry until the consumer that claims it is read. */
    private static final Consumer NOBODY = new Consumer(new byte[0], new Ledger(), 0);

    private final int code;
    private final Stream stream = new Stream();
    private Phase phase = Phase.BEGIN;
    /** What is left to read of nodes, groups, pending entries and consumers. */
    private long nodes;

    private long groups;
    private long pending;
    private long consumers;
    private long unclaimed;
    private long length;
    private StreamId top = StreamId.ZERO;
    private Group group = new Group(new byte[0], StreamId.ZERO, 0, new Ledger());
    private Consumer consumer = NOBODY;

    StreamLoader(int code) {
        this.code = code;
    }

    @Override
    public Stream value() {
        return stream;
    }

    @Override
    public boolean step(ValueInput in, int budget) {
        int left = budget;
        while (phase != Phase.DONE && left > 0) {
            left -= part(in);
        }
        return phase == Phase.DONE;
    }

    private int part(ValueInput in) {
        switch (phase) {
            case BEGIN -> {
                nodes = count(in);
                phase = Phase.NODES;
                return 1;
            }
            case NODES -> {
                return nodes-- > 0 ? node(in) : toHead();
            }
            case HEAD -> head(in);
            case GROUP -> {
                if (groups-- > 0) {
                    group(in);
                } else {
                    phase = Phase.DONE;
                }
            }
            case GROUP_PENDING -> {
                if (pending-- > 0) {
                    groupPending(in);
                } else {
                    consumers = count(in);
                    phase = Phase.CONSUMER;
                }
            }
            case CONSUMER -> {
                if (consumers-- > 0) {
                    consumer(in);
                } else {
                    if (unclaimed > 0) {
                        throw new CorruptValueException("a pending entry has no consumer");
                    }
                    phase = Phase.GROUP;
                }
            }
            case CONSUMER_PENDING -> {
                if (pending-- > 0) {
                    consumerPending(in);
                } else {
                    phase = Phase.CONSUMER;
                }
            }
            case DONE -> {}
        }
        return NACK_BYTES;
    }

    /** A number of things, each of which takes at least a byte. */
    private static long count(ValueInput in) {
        long count = in.unsigned();
        if (count < 0 || count > in.remaining()) {
            throw new CorruptValueException("more parts than there are bytes");
        }
        return count;
    }

    private int node(ValueInput in) {
        byte[] id = in.string();
        if (id.length != 16) {
            throw new CorruptValueException("a node's number has not sixteen bytes");
        }
        long ms = 0;
        long seq = 0;
        for (int i = 0; i < 8; i++) {
            ms = ms << 8 | id[i] & 0xFF;
            seq = seq << 8 | id[8 + i] & 0xFF;
        }
        byte[] bytes = in.string();
        PackedList list = PackedList.of(bytes);
        if (list == null) {
            throw new CorruptValueException("a node is no listpack");
        }
        NodeCheck check = new NodeCheck(list);
        if (!check.isSound(ms, seq)) {
            throw new CorruptValueException("a node is not laid out as it should be");
        }
        if (stream.nodes() > 0 && top.compareTo(ms, seq) >= 0) {
            throw new CorruptValueException("nodes overlap");
        }
        top = check.last;
        length += check.live;
        stream.load(new Node(ms, seq, list, 0));
        return bytes.length + id.length;
    }

    private int toHead() {
        phase = Phase.HEAD;
        return 0;
    }

    private void head(ValueInput in) {
        stream.length = in.unsigned();
        stream.last = new StreamId(in.unsigned(), in.unsigned());
        if (stream.length != length) {
            throw new CorruptValueException("the length is not that of the nodes");
        }
        if (stream.nodes() > 0 && stream.last.compareTo(top) < 0) {
            throw new CorruptValueException("the last number is below that of an entry");
        }
        if (code >= StreamType.LISTPACKS_2) {
            stream.first = new StreamId(in.unsigned(), in.unsigned());
            stream.maxDeleted = new StreamId(in.unsigned(), in.unsigned());
            stream.entriesAdded = in.unsigned();
        } else {
            stream.entriesAdded = length;
            stream.findFirst();
        }
        groups = count(in);
        phase = Phase.GROUP;
    }

    private void group(ValueInput in) {
        byte[] name = in.string();
        StreamId last = new StreamId(in.unsigned(), in.unsigned());
        long read = code >= StreamType.LISTPACKS_2 ? in.unsigned() : Counters.readUpTo(stream, last);
        if (stream.group(name) != null) {
            throw new CorruptValueException("a group is there twice");
        }
        group = new Group(name, last, read, stream.ledger);
        stream.addGroup(group);
        pending = count(in);
        unclaimed = 0;
        phase = Phase.GROUP_PENDING;
    }

    private void groupPending(ValueInput in) {
        long ms = Long.reverseBytes(in.fixed64());
        long seq = Long.reverseBytes(in.fixed64());
        long time = in.fixed64();
        long deliveries = in.unsigned();
        if (group.pending.get(ms, seq) != null) {
            throw new CorruptValueException("an entry is pending twice");
        }
        group.pending.put(new Nack(ms, seq, NOBODY, time, deliveries));
        stream.ledger.bytes += Nack.BYTES;
        unclaimed++;
    }

    private void consumer(ValueInput in) {
        byte[] name = in.string();
        if (group.consumer(name) != null) {
            throw new CorruptValueException("Duplicate stream consumer detected");
        }
        consumer = group.addConsumer(name, in.fixed64());
        consumer.active = code >= StreamType.LISTPACKS_3 ? in.fixed64() : consumer.seen;
        pending = count(in);
        phase = Phase.CONSUMER_PENDING;
    }

    private void consumerPending(ValueInput in) {
        long ms = Long.reverseBytes(in.fixed64());
        long seq = Long.reverseBytes(in.fixed64());
        Nack nack = group.pending.get(ms, seq);
        if (nack == null || nack.consumer() != NOBODY) {
            throw new CorruptValueException("a consumer's pending entry is not the group's");
        }
        Nack claimed = nack.to(consumer, nack.time(), nack.deliveries());
        group.pending.put(claimed);
        consumer.pending.put(claimed);
        unclaimed--;
    }
}
