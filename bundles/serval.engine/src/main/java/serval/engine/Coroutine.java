package serval.engine;

/** A piece of work that can stop in the middle, give its thread back, and go on where it stopped. */
interface Coroutine {
    /**
     * Runs until the work stops or ends.
     *
     * @return whether it ended
     */
    boolean step();

    /** Stops in the middle; called by the work itself, it returns when {@link #step()} is called again. */
    void pause();
}
