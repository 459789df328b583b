package serval.pubsub;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;
import serval.spi.pubsub.Subscriptions.Kind;

/** How many channels and patterns there are. */
@Component
public final class PubsubInfo implements InfoSection {
    private final Channels channels;

    /** Reads from this index. */
    @Activate
    public PubsubInfo(@Reference Channels channels) {
        this.channels = channels;
    }

    @Override
    public String section() {
        return "stats";
    }

    @Override
    public int order() {
        return 501;
    }

    @Override
    public void write(InfoWriter out) {
        out.field("pubsub_channels", channels.names(Kind.CHANNEL).size());
        out.field("pubsub_patterns", channels.names(Kind.PATTERN).size());
        out.field("pubsubshard_channels", channels.names(Kind.SHARD).size());
    }
}
