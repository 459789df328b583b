package serval.scripting.lua;

/** How cjson encodes and decodes; scripts can change it. */
final class JsonSettings {
    /** What becomes of numbers that JSON has none for. */
    enum Invalid {
        REFUSED,
        WRITTEN,
        NULL
    }

    boolean sparseConverts;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeDepth = 1000;
    int decodeDepth = 1000;
    int precision = 14;
    boolean keepsBuffer = true;
    Invalid encodeInvalid = Invalid.REFUSED;
    boolean decodeInvalid = true;
}
