package serval.spi.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The service that writes the dataset as an RDB stream, and reads such a stream into the dataset. */
@ProviderType
public interface RdbStreams {
    /**
     * Begins to write the dataset as it is at this moment. The snapshot goes on in slices while commands run; the sink is written
     * by a thread of its own. Under the engine lock.
     *
     * @param done told once, under the engine lock, after the sink was finished or abandoned: null, or why it failed;
     *     {@link java.util.concurrent.CancellationException} after {@link Writing#cancel()}
     */
    Writing write(RdbWriteOptions options, RdbSink sink, Consumer<@Nullable Exception> done);

    /**
     * Writes the dataset in one go, on this thread. Under the engine lock.
     *
     * @throws IOException if the sink fails; it was abandoned then
     */
    void writeNow(RdbWriteOptions options, RdbSink sink) throws IOException;

    /**
     * Reads one RDB stream, header to checksum, into the databases that are there; nothing is flushed before. It may read on behind
     * the end: {@link RdbLoaded#end()} says where it was. Keys are put in batches under the engine lock, so on a thread that does not
     * hold it, unless the options say that this one does. Reading ahead may use another thread. Of a {@link java.io.FileInputStream} it is
     * known how much there is, so that damaged counts are found out at once.
     *
     * @throws RdbFormatException if the bytes are no sound RDB; what came before is in the databases
     * @throws IOException if the stream fails
     */
    RdbLoaded read(InputStream in, RdbReadOptions options) throws IOException;

    /** A snapshot that is being written. Under the engine lock. */
    @ProviderType
    interface Writing {
        /** Keys written so far. */
        long done();

        /** Keys in all. */
        long total();

        /** Bytes that the sink has taken; any thread. */
        long bytes();

        /** Ends it early: the sink is abandoned and the callback told, soon. */
        void cancel();
    }
}
