package serval.encryption;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
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
import serval.spi.module.Intake;

/**
 * The directives of encryption, and the service. Keys are read whenever a file is begun or opened. While encryption is on the bundle
 * does not leave: what the others write from then on would be plain.
 */
@Component(
        service = {},
        immediate = true)
public final class Encryption implements DirectiveSet, Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final FlagDirective on = new FlagDirective("encryption-at-rest", false);
    private final TextDirective keyFile = new TextDirective("encryption-key-file", "", Directive.Trait.PROTECTED);
    private final Bundle bundle;
    private final List<ServiceRegistration<?>> registrations;

    /** Publishes both. */
    @Activate
    public Encryption(BundleContext context) {
        bundle = context.getBundle();
        // Either may come first in the configuration: only both together make sense or not.
        keyFile.onChange(this::check);
        on.onChange(this::check);
        registrations = List.of(
                context.registerService(DirectiveSet.class, this, new Hashtable<>()),
                context.registerService(Intake.class, this, new Hashtable<>()),
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

    @Override
    public String kind() {
        return "encryption at rest";
    }

    @Override
    public List<String> contributions(Bundle other) {
        return List.of();
    }

    @Override
    public List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        return List.of();
    }

    @Override
    public List<String> objections(Bundle leaving) {
        return on.value() && leaving.equals(bundle)
                ? List.of("encryption-at-rest is on, and without " + bundle.getSymbolicName()
                        + " the dataset's files would be written in plain")
                : List.of();
    }

    @Override
    public void exchange(@Nullable Bundle leaving, @Nullable Bundle entering) {
        // Nothing is taken up here: this only speaks against leaving.
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
