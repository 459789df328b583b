package serval.config;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.Directive;

/** What the log says first. Tools look for some of these words: the process' number above all. */
final class StartupLog {
    private static final Logger LOG = LoggerFactory.getLogger("serval.server");

    private final Directives directives;

    StartupLog(Directives directives) {
        this.directives = directives;
    }

    /** Tells that the configuration was read; with neither file nor options, how to give one. */
    void started(boolean bare) {
        long pid = ProcessHandle.current().pid();
        LOG.info("oO0OoO0OoO0Oo Serval is starting oO0OoO0OoO0Oo");
        LOG.info("Redis version={}, bits=64, pid={}, just started", Release.REDIS, pid);
        if (bare) {
            LOG.warn(
                    "Warning: no config file specified, using the default config. In order to specify a config file use"
                            + " serval-server /path/to/redis.conf");
        } else {
            LOG.info("Configuration loaded");
        }
        String mode = text("cluster-enabled").equals("yes") ? "cluster" : "standalone";
        LOG.info("Running mode={}, port={}, PID: {}", mode, text("port"), pid);
    }

    private String text(String name) {
        Directive directive = directives.find(name);
        return directive == null ? "" : directive.text();
    }
}
