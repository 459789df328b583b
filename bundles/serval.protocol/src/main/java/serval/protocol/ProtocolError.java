package serval.protocol;

/** Why a stream of bytes is no request: the texts a client reads before its connection is closed. */
enum ProtocolError {
    INLINE_TOO_BIG("too big inline request"),
    UNBALANCED_QUOTES("unbalanced quotes in request"),
    COUNT_TOO_BIG("too big mbulk count string"),
    COUNT_INVALID("invalid multibulk length"),
    COUNT_UNAUTHENTICATED("unauthenticated multibulk length"),
    LENGTH_TOO_BIG("too big bulk count string"),
    LENGTH_INVALID("invalid bulk length"),
    LENGTH_UNAUTHENTICATED("unauthenticated bulk length");

    private final String text;

    ProtocolError(String reason) {
        text = "ERR Protocol error: " + reason;
    }

    /** The reply, code first. */
    String text() {
        return text;
    }

    /** The reply to a word that does not begin with a dollar sign. */
    static String expectedDollar(byte got) {
        return "ERR Protocol error: expected '$', got '" + (char) (got & 0xff) + "'";
    }
}
