package serval.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.spi.module.Arrivals;

/** The directives that bundles contribute, by bundle. */
final class DirectiveArrivals extends Arrivals<DirectiveSet> {
    private final Directives directives;
    private final Consumer<Runnable> atStart;
    private final Map<DirectiveSet, List<Directive>> contributed = new IdentityHashMap<>();
    private final Map<String, Bundle> owners = new HashMap<>();
    private boolean launched;

    /**
     * Creates an empty collection.
     *
     * @param atStart runs the claims of a starting server, and sees to it that it does not start if they are wrong
     */
    DirectiveArrivals(Directives directives, Consumer<Runnable> atStart) {
        super("directives");
        this.directives = directives;
        this.atStart = atStart;
    }

    /** The server starts with what is there; from now on a wrong value concerns its bundle only. */
    synchronized void launched() {
        launched = true;
    }

    @Override
    protected void came(DirectiveSet set, ServiceReference<? extends DirectiveSet> reference) {
        contributed.put(set, List.copyOf(set.directives()));
    }

    @Override
    protected void went(DirectiveSet set, ServiceReference<? extends DirectiveSet> reference) {
        contributed.remove(set);
    }

    @Override
    protected void enter(DirectiveSet set, ServiceReference<? extends DirectiveSet> reference) {
        List<Directive> given = contributed.getOrDefault(set, List.of());
        for (Directive directive : given) {
            owners.put(directive.name(), reference.getBundle());
        }
        if (launched) {
            claim(given);
        } else {
            atStart.accept(() -> claim(given));
        }
    }

    private void claim(List<Directive> given) {
        for (Directive directive : given) {
            directives.claim(directive);
        }
    }

    @Override
    protected void leave(DirectiveSet set, ServiceReference<? extends DirectiveSet> reference) {
        for (Directive directive : contributed.getOrDefault(set, List.of())) {
            owners.remove(directive.name(), reference.getBundle());
            directives.release(directive);
        }
    }

    @Override
    protected List<String> names(DirectiveSet set) {
        return contributed.getOrDefault(set, List.of()).stream()
                .map(Directive::name)
                .toList();
    }

    @Override
    public synchronized List<String> conflicts(Bundle entering, @Nullable Bundle leaving) {
        List<String> found = new ArrayList<>();
        for (String name : contributions(entering)) {
            Bundle owner = owners.get(name);
            if (owner != null && !owner.equals(leaving) && !owner.equals(entering)) {
                found.add("directive '" + name + "' is owned by " + owner.getSymbolicName());
            }
        }
        return found;
    }
}
