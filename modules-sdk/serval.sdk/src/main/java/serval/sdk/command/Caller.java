package serval.sdk.command;

import org.osgi.annotation.versioning.ProviderType;

/** The client that a call comes from, as far as every command may know it. */
@ProviderType
public interface Caller {
    /** The client's number, as CLIENT ID gives it: positive, never used twice. */
    long id();

    /** The name given by CLIENT SETNAME; empty if none. */
    String name();

    /** The name of the authenticated user, {@code default} at first. */
    String user();

    /** The peer's address as CLIENT LIST shows it. */
    String address();

    /** The RESP version spoken, 2 or 3. */
    int respVersion();
}
