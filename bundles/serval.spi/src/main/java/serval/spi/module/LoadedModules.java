package serval.spi.module;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.reply.Reply;

/** The service that tells which modules are in service, in the form that Redis' clients know. Without it there are none. */
@ProviderType
public interface LoadedModules {
    /** Writes an array with a map of {@code name}, {@code ver}, {@code path} and {@code args} for each; under the engine lock. */
    void describe(Reply reply);
}
