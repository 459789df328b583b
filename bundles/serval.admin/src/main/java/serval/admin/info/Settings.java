package serval.admin.info;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.config.Directive;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.LongDirective;
import serval.spi.config.Configuration;

/** Reads directives that other bundles own. */
@Component(service = Settings.class)
public final class Settings {
    private final Configuration configuration;

    /** Reads from this configuration. */
    @Activate
    public Settings(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    /** The configuration itself. */
    public Configuration configuration() {
        return configuration;
    }

    /** A directive's value as CONFIG GET shows it; empty if there is no such directive. */
    public String text(String name) {
        Directive directive = configuration.find(name);
        return directive == null ? "" : directive.text();
    }

    /** A number's value; 0 if there is no such directive. */
    public long number(String name) {
        return configuration.find(name) instanceof LongDirective number ? number.value() : 0;
    }

    /** Whether a flag is set; false if there is no such directive. */
    public boolean flag(String name) {
        return configuration.find(name) instanceof FlagDirective flag && flag.value();
    }
}
