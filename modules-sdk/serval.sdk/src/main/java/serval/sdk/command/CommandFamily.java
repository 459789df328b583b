package serval.sdk.command;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A group of commands that one bundle contributes, published as an OSGi service.
 *
 * <p>The table is asked for once, when the service arrives. Its commands take effect together at a batch boundary and
 * go together when the service leaves. A name that another bundle already owns is refused, and the log names both,
 * unless this bundle is that one's successor (same symbolic name).
 */
@ConsumerType
public interface CommandFamily {
    /** The commands of this family. */
    CommandTable commands();
}
