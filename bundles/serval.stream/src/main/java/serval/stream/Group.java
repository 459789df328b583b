package serval.stream;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A consumer group: how far it has read, who its consumers are, and what is pending. */
final class Group {
    /** How many entries were read is not known. */
    static final long UNKNOWN = -1;

    private static final int OBJECT_BYTES = 48 + 48 + 16;
    private static final int CONSUMER_ENTRY_BYTES = 40;

    final byte[] name;
    final PendingList pending;
    StreamId last;
    /** How many entries of the stream were read, ever; or {@link #UNKNOWN}. */
    long entriesRead;

    private final Ledger ledger;
    private final TreeMap<byte[], Consumer> consumers = new TreeMap<>(Arrays::compareUnsigned);

    Group(byte[] name, StreamId last, long entriesRead, Ledger ledger) {
        this.name = name;
        this.last = last;
        this.entriesRead = entriesRead;
        this.ledger = ledger;
        this.pending = new PendingList(ledger);
        ledger.bytes += OBJECT_BYTES + name.length;
    }

    /** The consumers by name. */
    Collection<Consumer> consumers() {
        return consumers.values();
    }

    int consumerCount() {
        return consumers.size();
    }

    @Nullable
    Consumer consumer(byte[] consumerName) {
        return consumers.get(consumerName);
    }

    Consumer addConsumer(byte[] consumerName, long now) {
        Consumer consumer = new Consumer(consumerName, ledger, now);
        consumers.put(consumerName, consumer);
        ledger.bytes += Consumer.BYTES + CONSUMER_ENTRY_BYTES + consumerName.length;
        return consumer;
    }

    /** Removes a consumer with all that is pending for it. */
    void removeConsumer(Consumer consumer) {
        for (Nack nack = consumer.pending.first();
                nack != null;
                nack = consumer.pending.behind(nack.ms(), nack.seq())) {
            pending.remove(nack.ms(), nack.seq());
            ledger.bytes -= Nack.BYTES;
        }
        consumers.remove(consumer.name);
        forget(consumer);
    }

    private void forget(Consumer consumer) {
        consumer.pending.release();
        ledger.bytes -= Consumer.BYTES + CONSUMER_ENTRY_BYTES + consumer.name.length;
    }

    /** Takes the group's bytes out of the account, at its end. */
    void release() {
        ledger.bytes -= OBJECT_BYTES + name.length + pending.size() * Nack.BYTES;
        pending.release();
        consumers.values().forEach(this::forget);
    }

    // Pending entries

    /** Puts an entry down as delivered, taking it from whoever had it. */
    Nack deliver(long ms, long seq, Consumer to, long time, long deliveries) {
        Nack nack = new Nack(ms, seq, to, time, deliveries);
        Nack before = pending.get(ms, seq);
        if (before == null) {
            ledger.bytes += Nack.BYTES;
        } else if (before.consumer() != to) {
            before.consumer().pending.remove(ms, seq);
        }
        pending.put(nack);
        to.pending.put(nack);
        return nack;
    }

    /** Takes an entry off what is pending; returns whether it was. */
    boolean acknowledge(long ms, long seq) {
        Nack nack = pending.remove(ms, seq);
        if (nack == null) {
            return false;
        }
        nack.consumer().pending.remove(ms, seq);
        ledger.bytes -= Nack.BYTES;
        return true;
    }
}
