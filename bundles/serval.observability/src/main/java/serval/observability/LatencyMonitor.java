package serval.observability;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.module.Handover;

/** Spikes of latency by event, each with its last samples. Under the engine lock. */
@Component(service = {LatencyMonitor.class, Handover.class})
public final class LatencyMonitor implements Handover {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ObservabilityDirectives directives;
    private final Map<String, Series> events = new TreeMap<>();
    private volatile long fromNanos;

    /** A monitor without samples that goes by these directives. */
    @Activate
    public LatencyMonitor(@Reference ObservabilityDirectives directives) {
        this.directives = directives;
        directives.latencyThreshold.onChange(this::thresholdChanged);
        thresholdChanged();
    }

    private void thresholdChanged() {
        long millis = directives.latencyThreshold.value();
        fromNanos =
                millis == 0 || millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    /** How long something must take for a sample to be taken. */
    long fromNanos() {
        return fromNanos;
    }

    /** Whether samples are taken at all. */
    boolean isOn() {
        return directives.latencyThreshold.value() > 0;
    }

    /** Takes a sample. */
    void add(String event, long nanos) {
        long now = System.currentTimeMillis() / 1000;
        events.computeIfAbsent(event, none -> new Series()).add(now, nanos / NANOS_PER_MILLI);
    }

    /** The events that have samples. */
    Map<String, Series> events() {
        return events;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public byte[] export() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(events.size());
            for (Map.Entry<String, Series> event : events.entrySet()) {
                Series series = event.getValue();
                out.writeUTF(event.getKey());
                out.writeLong(series.highest);
                out.writeInt(series.size);
                for (int i = 0; i < series.size; i++) {
                    out.writeLong(series.time(i));
                    out.writeLong(series.millis(i));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void adopt(byte[] state) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            events.clear();
            for (int left = in.readInt(); left > 0; left--) {
                Series series = new Series();
                events.put(in.readUTF(), series);
                long highest = in.readLong();
                for (int samples = in.readInt(); samples > 0; samples--) {
                    series.add(in.readLong(), in.readLong());
                }
                series.highest = highest;
            }
        } catch (IOException truncated) {
            throw new UncheckedIOException(truncated);
        }
    }

    /** The last samples of an event: at most one a second, the highest of that second. */
    static final class Series {
        private static final int LENGTH = 160;

        private final long[] times = new long[LENGTH];
        private final long[] millis = new long[LENGTH];
        private int next;
        private int size;
        private long highest;

        private void add(long time, long latency) {
            highest = Math.max(highest, latency);
            if (size > 0) {
                int last = (next + LENGTH - 1) % LENGTH;
                if (times[last] == time) {
                    millis[last] = Math.max(millis[last], latency);
                    return;
                }
            }
            times[next] = time;
            millis[next] = latency;
            next = (next + 1) % LENGTH;
            size = Math.min(size + 1, LENGTH);
        }

        /** The number of samples. */
        int size() {
            return size;
        }

        private int place(int index) {
            return (next + LENGTH - size + index) % LENGTH;
        }

        /** When a sample was taken, in seconds since 1970; the oldest has index 0. */
        long time(int index) {
            return times[place(index)];
        }

        /** The latency of a sample in milliseconds. */
        long millis(int index) {
            return millis[place(index)];
        }

        /** The highest latency ever, in milliseconds. */
        long highest() {
            return highest;
        }
    }
}
