package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.keyspace.Database;
import serval.spi.keyspace.Keyspace;

/** The databases that hold keys. */
@Component
public final class KeyspaceSection implements InfoSection {
    private final Keyspace keyspace;

    /** Reads from this keyspace. */
    @Activate
    public KeyspaceSection(@Reference Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public String section() {
        return "keyspace";
    }

    @Override
    public int order() {
        return 1300;
    }

    @Override
    public void write(InfoWriter out) {
        for (int i = 0; i < keyspace.asked(); i++) {
            Database database = keyspace.database(i);
            if (database.size() > 0) {
                out.field(
                        "db" + i,
                        "keys=" + database.size() + ",expires=" + database.expiring() + ",avg_ttl="
                                + database.averageTtl());
            }
        }
    }
}
