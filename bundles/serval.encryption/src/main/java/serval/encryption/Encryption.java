package serval.encryption;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.FlagDirective;
import serval.sdk.config.TextDirective;
import serval.spi.dataset.FileEncryption;

/** The directives of encryption, and the service. Keys are read whenever a file is begun or opened. */
@Component(
        service = {},
        immediate = true)
public final class Encryption implements DirectiveSet {
    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final FlagDirective on = new FlagDirective("encryption-at-rest", false);
    private final TextDirective keyFile = new TextDirective("encryption-key-file", "", Directive.Trait.PROTECTED);
    private final List<ServiceRegistration<?>> registrations;

    /** Publishes both. */
    @Activate
    public Encryption(BundleContext context) {
        // Either may come first in the configuration: only both together make sense or not.
        keyFile.onChange(this::check);
        on.onChange(this::check);
        registrations = List.of(
                context.registerService(DirectiveSet.class, this, new Hashtable<>()),
                context.registerService(FileEncryption.class, new Codec(this::keys, on::value), new Hashtable<>()));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Override
    public List<Directive> directives() {
        return List.of(on, keyFile);
    }

    private KeyRing keys() throws IOException {
        String file = keyFile.value();
        return KeyRing.read(
                file.isEmpty() ? null : Path.of(new String(file.getBytes(StandardCharsets.ISO_8859_1), NATIVE)));
    }

    private void check() {
        try {
            if (!keyFile.value().isEmpty()) {
                keys();
            }
        } catch (IOException wrong) {
            LOG.warn("No key to encrypt with: {}", wrong.getMessage());
            throw new ConfigRejectedException(String.valueOf(wrong.getMessage()));
        }
    }
}
