package serval.engine;

import serval.spi.engine.ServerClock;

/** The machine's clocks. */
final class SystemClock implements ServerClock {
    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long micros() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
