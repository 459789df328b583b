package serval.spi.session;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The service that knows every connected session. Under the engine lock. */
@ProviderType
public interface Sessions {
    /** All sessions, oldest first; a view. */
    Collection<Session> all();

    /** The session with this number, or null. */
    @Nullable
    Session byId(long id);
}
