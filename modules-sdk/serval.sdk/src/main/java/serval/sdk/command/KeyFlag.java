package serval.sdk.command;

/** What a command does with the keys of one key specification. */
public enum KeyFlag {
    /** Reads the value. */
    RO,
    /** Reads and changes the value. */
    RW,
    /** Overwrites the value without looking at it. */
    OW,
    /** Removes the key. */
    RM,
    /** Returns, copies or tests the user's data. */
    ACCESS,
    /** Changes the user's data, depending on what is there. */
    UPDATE,
    /** Adds data without touching what is there. */
    INSERT,
    /** Deletes data, depending on what is there. */
    DELETE,
    /** Not a key, yet to be routed like one. */
    NOT_KEY,
    /** The specification does not find every key. */
    INCOMPLETE,
    /** The flags depend on the arguments. */
    VARIABLE_FLAGS
}
