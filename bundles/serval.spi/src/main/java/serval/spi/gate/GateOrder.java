package serval.spi.gate;

/** The places of the gates, in the order in which Redis checks a command before it runs. */
public final class GateOrder {
    /** Whether protected commands (DEBUG, MODULE) are enabled. */
    public static final int PROTECTED = 50;
    /** Whether the client is authenticated. */
    public static final int AUTHENTICATION = 100;
    /** Whether a transaction may hold this command. */
    public static final int NO_MULTI = 150;
    /** Whether the user may run this on these keys and channels. */
    public static final int ACL = 200;
    /** Whether another node serves these keys: MOVED, ASK, TRYAGAIN, CLUSTERDOWN. */
    public static final int CLUSTER = 300;
    /** Clients that take too much memory. */
    public static final int CLIENT_MEMORY = 350;
    /** Room for the dataset: eviction, OOM. */
    public static final int MEMORY = 400;
    /** Writes after failed saves: MISCONF. */
    public static final int PERSISTENCE = 500;
    /** Writes with too few good replicas: NOREPLICAS. */
    public static final int MIN_REPLICAS = 550;
    /** Writes on a read-only replica: READONLY. */
    public static final int READ_ONLY = 600;
    /** What a RESP2 subscriber may say. */
    public static final int SUBSCRIBER = 700;
    /** A replica whose link is down: MASTERDOWN. */
    public static final int STALE = 800;
    /** The dataset is loading: LOADING. */
    public static final int LOADING = 900;
    /** A long call is running: BUSY. */
    public static final int BUSY = 1000;
    /** What a replica connection may say. */
    public static final int REPLICA_LINK = 1100;
    /** Queueing between MULTI and EXEC. */
    public static final int TRANSACTION = 1200;
    /** CLIENT PAUSE and its like. */
    public static final int PAUSE = 1150;

    private GateOrder() {}
}
