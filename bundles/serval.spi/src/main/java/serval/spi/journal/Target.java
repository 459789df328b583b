package serval.spi.journal;

/** Whom an effect is for; bits that add up. */
public final class Target {
    /** The append-only file. */
    public static final int AOF = 1;
    /** Replicas. */
    public static final int REPLICAS = 2;
    /** Both. */
    public static final int ALL = AOF | REPLICAS;

    private Target() {}
}
