package serval.admin.info;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Who this process is: its version, its run, and when it began. */
@Component(service = Identity.class)
public final class Identity {
    /** The release whose behaviour this server has. */
    public static final String REDIS_VERSION = "7.2.4";

    private final String version;
    private final String home;
    private final long startedAt;
    private final String runId = randomId();
    private volatile String replicationId = randomId();

    /** Takes what the launcher tells of the process. */
    @Activate
    public Identity(BundleContext context) {
        String told = context.getProperty("serval.version");
        version = told != null ? told : context.getBundle().getVersion().toString();
        String folder = context.getProperty("serval.home");
        home = folder != null ? folder : "";
        String millis = context.getProperty("serval.started.millis");
        startedAt = millis != null ? Long.parseLong(millis) : System.currentTimeMillis();
    }

    private static String randomId() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** This server's own version. */
    public String version() {
        return version;
    }

    /** The folder it was installed in, or an empty text. */
    public String home() {
        return home;
    }

    /** When the process began, in milliseconds since 1970. */
    public long startedAt() {
        return startedAt;
    }

    /** Forty hexadecimal digits that no other run has. */
    public String runId() {
        return runId;
    }

    /** Forty hexadecimal digits that name the history of the dataset. */
    public String replicationId() {
        return replicationId;
    }

    /** Takes another name for the history of the dataset. */
    public void changeReplicationId() {
        replicationId = randomId();
    }
}
