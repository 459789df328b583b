package serval.spi.role;

import org.osgi.annotation.versioning.ConsumerType;
import serval.sdk.reply.Reply;

/** The service that says what this server is to others. Without a replication bundle the engine's own says: a primary, alone. */
@ConsumerType
public interface ServerRole {
    /** Whether this is a replica. */
    boolean isReplica();

    /** The answer to ROLE. */
    void describe(Reply reply);

    /** The number of replicas that have acknowledged a replication offset. */
    int acknowledged(long offset);

    /** The number of replicas whose last acknowledgement is so many seconds old at most. */
    default int goodReplicas(long maxLag) {
        return 0;
    }

    /** The replication offset. */
    long offset();
}
