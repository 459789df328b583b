package serval.stream;

import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;
import serval.structures.packed.PackedList;

/** Saves a stream as it was when this was opened: it holds the nodes and chunks of that time. */
final class StreamSaver implements Codec.Saver {
    private enum Phase {
        NODES,
        HEAD,
        GROUP,
        GROUP_PENDING,
        CONSUMER,
        CONSUMER_PENDING,
        DONE
    }

    private record ConsumerState(byte[] name, long seen, long active, PendingList.Chunk[] pending, long size) {}

    private record GroupState(
            byte[] name,
            StreamId last,
            long entriesRead,
            PendingList.Chunk[] pending,
            long size,
            ConsumerState[] consumers) {}

    private static final int NACK_BYTES = 32;

    private final int code;
    private final Ledger ledger;
    private final Node[] nodes;
    private final long[] head;
    private final GroupState[] groups;
    private boolean open = true;

    private Phase phase = Phase.NODES;
    private int node = -1;
    private int group;
    private int consumer;
    private int chunk;
    private int nack;

    StreamSaver(Stream stream, int code) {
        this.code = code;
        ledger = stream.ledger;
        ledger.open();
        nodes = stream.nodesNow();
        head = new long[] {
            stream.length,
            stream.last.ms(),
            stream.last.seq(),
            stream.first.ms(),
            stream.first.seq(),
            stream.maxDeleted.ms(),
            stream.maxDeleted.seq(),
            stream.entriesAdded
        };
        groups = stream.groups().stream().map(StreamSaver::state).toArray(GroupState[]::new);
    }

    private static GroupState state(Group group) {
        ConsumerState[] consumers = group.consumers().stream()
                .map(one ->
                        new ConsumerState(one.name, one.seen, one.active, one.pending.chunksNow(), one.pending.size()))
                .toArray(ConsumerState[]::new);
        return new GroupState(
                group.name, group.last, group.entriesRead, group.pending.chunksNow(), group.pending.size(), consumers);
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        int left = budget;
        while (phase != Phase.DONE && left > 0) {
            left -= part(out);
        }
        return phase == Phase.DONE;
    }

    /** Writes one part; returns about how many bytes it had. */
    private int part(ValueOutput out) {
        return switch (phase) {
            case NODES -> node(out);
            case HEAD -> head(out);
            case GROUP -> group(out);
            case GROUP_PENDING -> pending(out, groups[group].pending, true);
            case CONSUMER -> consumer(out);
            case CONSUMER_PENDING -> pending(out, groups[group].consumers[consumer].pending, false);
            case DONE -> 0;
        };
    }

    private int node(ValueOutput out) {
        if (node < 0) {
            out.unsigned(nodes.length);
            node = 0;
            return 1;
        }
        if (node == nodes.length) {
            phase = Phase.HEAD;
            return 0;
        }
        Node next = nodes[node++];
        byte[] id = new byte[16];
        for (int i = 0; i < 8; i++) {
            id[i] = (byte) (next.ms >>> 56 - 8 * i);
            id[8 + i] = (byte) (next.seq >>> 56 - 8 * i);
        }
        out.string(id, 0, id.length);
        PackedList list = next.snapshot();
        out.string(list.array(), 0, list.size());
        return list.size() + id.length;
    }

    private int head(ValueOutput out) {
        int count = code >= StreamType.LISTPACKS_2 ? head.length : 3;
        for (int i = 0; i < count; i++) {
            out.unsigned(head[i]);
        }
        out.unsigned(groups.length);
        phase = groups.length == 0 ? Phase.DONE : Phase.GROUP;
        return 9 * count;
    }

    private int group(ValueOutput out) {
        GroupState state = groups[group];
        out.string(state.name, 0, state.name.length);
        out.unsigned(state.last.ms());
        out.unsigned(state.last.seq());
        if (code >= StreamType.LISTPACKS_2) {
            out.unsigned(state.entriesRead);
        }
        out.unsigned(state.size);
        phase = Phase.GROUP_PENDING;
        return state.name.length + NACK_BYTES;
    }

    private int pending(ValueOutput out, PendingList.Chunk[] chunks, boolean ofGroup) {
        if (chunk == chunks.length) {
            chunk = 0;
            if (ofGroup) {
                out.unsigned(groups[group].consumers.length);
                consumer = -1;
            }
            nextConsumer();
            return 1;
        }
        PendingList.Chunk from = chunks[chunk];
        for (nack = 0; nack < from.size; nack++) {
            Nack one = from.nacks[nack];
            out.fixed64(Long.reverseBytes(one.ms()));
            out.fixed64(Long.reverseBytes(one.seq()));
            if (ofGroup) {
                out.fixed64(one.time());
                out.unsigned(one.deliveries());
            }
        }
        chunk++;
        return from.size * NACK_BYTES;
    }

    private void nextConsumer() {
        if (++consumer < groups[group].consumers.length) {
            phase = Phase.CONSUMER;
        } else {
            phase = ++group == groups.length ? Phase.DONE : Phase.GROUP;
        }
    }

    private int consumer(ValueOutput out) {
        ConsumerState state = groups[group].consumers[consumer];
        out.string(state.name, 0, state.name.length);
        out.fixed64(state.seen);
        if (code >= StreamType.LISTPACKS_3) {
            out.fixed64(state.active);
        }
        out.unsigned(state.size);
        phase = Phase.CONSUMER_PENDING;
        return state.name.length + NACK_BYTES;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            ledger.close();
        }
    }
}
