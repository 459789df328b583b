package serval.admin.info;

import org.osgi.service.component.annotations.Component;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Whether this is a node of a cluster: not, as long as no bundle says otherwise. */
@Component
public final class ClusterSection implements InfoSection {
    @Override
    public String section() {
        return "cluster";
    }

    @Override
    public int order() {
        return 1200;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("cluster_enabled", 0);
    }
}
