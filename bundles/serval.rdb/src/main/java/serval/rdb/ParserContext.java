package serval.rdb;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import serval.spi.keyspace.Keyspace;

/**
 * What a parser needs besides the bytes.
 *
 * @param keyspace where keys go
 * @param functions where libraries of functions go
 * @param moduleAux takes data of modules that belongs to no key, and is written again as it came
 * @param beside finds who takes an aux field of a name
 * @param usedMemory told the memory in use when the file was made
 * @param now in milliseconds since 1970; what has expired by then is left out
 * @param isChecked whether checksums are looked at
 * @param isDeep whether values are checked in depth
 * @param delayMicros how long to wait after each key, for tests; negative for now and then one
 */
record ParserContext(
        Keyspace keyspace,
        FunctionIntake functions,
        List<byte[]> moduleAux,
        SnapshotFields beside,
        LongConsumer usedMemory,
        long now,
        boolean isChecked,
        boolean isDeep,
        LongSupplier delayMicros) {}
