package serval.admin.info;

import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.spi.engine.Dispatcher;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** What the process is and where it listens. */
@Component
public final class ServerSection implements InfoSection {
    private final Identity identity;
    private final Settings settings;
    private final Dispatcher dispatcher;

    /** Reads from these. */
    @Activate
    public ServerSection(@Reference Identity identity, @Reference Settings settings, @Reference Dispatcher dispatcher) {
        this.identity = identity;
        this.settings = settings;
        this.dispatcher = dispatcher;
    }

    @Override
    public String section() {
        return "server";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public void write(InfoWriter out) {
        long now = dispatcher.now();
        long uptime = Math.max(0, now - identity.startedAt()) / 1000;
        out.field("redis_version", Identity.REDIS_VERSION);
        out.field("redis_git_sha1", "00000000");
        out.field("redis_git_dirty", 0);
        out.field("redis_build_id", "0000000000000000");
        out.field("serval_version", identity.version());
        out.field("redis_mode", "standalone");
        out.field("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + machine());
        out.field("arch_bits", 64);
        out.field("monotonic_clock", "System.nanoTime");
        out.field("multiplexing_api", "epoll");
        out.field("atomicvar_api", "VarHandle");
        out.field("gcc_version", "0.0.0");
        out.field("java_version", Runtime.version().toString());
        out.field("process_id", ProcessHandle.current().pid());
        out.field("process_supervised", settings.text("supervised").isEmpty() ? "no" : settings.text("supervised"));
        out.field("run_id", identity.runId());
        out.field("tcp_port", settings.number("port"));
        out.field("server_time_usec", TimeUnit.MILLISECONDS.toMicros(now));
        out.field("uptime_in_seconds", uptime);
        out.field("uptime_in_days", uptime / TimeUnit.DAYS.toSeconds(1));
        out.field("hz", settings.number("hz"));
        out.field("configured_hz", settings.number("hz"));
        out.field("lru_clock", now / 1000 & 0xff_ffff);
        out.field("executable", identity.home() + "/bin/serval-server");
        out.field("config_file", settings.configuration().file());
        out.field("io_threads_active", settings.number("io-threads") > 1 ? 1 : 0);
        listeners(out);
    }

    private static String machine() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }

    private void listeners(InfoWriter out) {
        int number = 0;
        long port = settings.number("port");
        if (port != 0) {
            StringBuilder text = new StringBuilder("name=tcp");
            for (String address : settings.text("bind").split(" ")) {
                text.append(",bind=").append(address);
            }
            out.field("listener" + number++, text.append(",port=").append(port).toString());
        }
        String path = settings.text("unixsocket");
        if (!path.isEmpty()) {
            out.field("listener" + number, "name=unix,bind=" + path);
        }
    }
}
