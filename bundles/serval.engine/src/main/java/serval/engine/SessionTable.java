package serval.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import serval.spi.session.Session;
import serval.spi.session.Sessions;

/** All sessions, oldest first. */
final class SessionTable implements Sessions {
    private final Map<Long, Session> byId = new LinkedHashMap<>();

    @Override
    public Collection<Session> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    @Override
    public @Nullable Session byId(long id) {
        return byId.get(id);
    }

    void add(Session session) {
        byId.put(session.id(), session);
    }

    boolean remove(Session session) {
        return byId.remove(session.id()) != null;
    }
}
