package serval.rdb;

/** The bytes that stand in an RDB stream where a value's type code may stand, and other fixed parts of the format. */
final class Opcode {
    static final int SLOT_INFO = 244;
    static final int FUNCTION = 245;
    static final int FUNCTION_EARLY = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQUENCY = 249;
    static final int AUX = 250;
    static final int RESIZE = 251;
    static final int EXPIRY_MILLIS = 252;
    static final int EXPIRY_SECONDS = 253;
    static final int SELECT = 254;
    static final int END = 255;

    /** What a stream begins with; four digits of the version follow. */
    static final String MAGIC = "REDIS";

    static final int HEAD = 9;
    static final int NEWEST_VERSION = 12;
    /** Since this version a checksum follows the end. */
    static final int FIRST_WITH_CHECKSUM = 5;

    private Opcode() {}
}
