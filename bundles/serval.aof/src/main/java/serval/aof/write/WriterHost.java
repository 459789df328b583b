package serval.aof.write;

/** Whom the writer tells of what is not its own business. */
public interface WriterHost {
    /** Replies may leave that had to wait; any thread. */
    void releasedMoved();

    /** There is no going on: the process is to end. */
    void fatal();

    /** Writing became good or bad; any thread. */
    void statusMoved();

    /** Whether the dataset is being written out, so that syncs may have to rest. */
    boolean isBackgroundWorkActive();

    /** Something took time, by LATENCY's names; any thread. */
    void spent(String event, long nanos);
}
