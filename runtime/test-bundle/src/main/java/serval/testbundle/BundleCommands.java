package serval.testbundle;

import static serval.sdk.command.CommandSpec.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import serval.sdk.block.Suspension;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;

/** Stops and starts bundles of the running server, on a thread of its own as OSGi is never called under the lock. */
@Component
public final class BundleCommands implements CommandFamily {
    static final CommandSpec BUNDLE = command("TEST.BUNDLE action name [file]")
            .flags(CommandFlag.BLOCKING)
            .build();

    private final BundleContext context;

    /** Takes the context that sees all bundles. */
    @Activate
    public BundleCommands(BundleContext context) {
        this.context = context.getBundle(0).getBundleContext();
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(BUNDLE, this::bundle).build();
    }

    void bundle(Call call) {
        String action = call.text(1);
        String name = call.text(2);
        Path file = call.count() > 3 ? Path.of(call.text(3)) : null;
        Suspension suspension = call.suspend(0, late -> {});
        Thread.ofPlatform().start(() -> {
            String outcome = apply(action, name, file);
            suspension.resume(answer -> answer.reply().status(outcome));
        });
    }

    /** Starts a bundle once a file is there: how this very bundle comes back after it stopped. */
    private static void startWhenTold(Bundle bundle, Path file) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Files.exists(file)) {
                    Thread.sleep(10);
                }
                bundle.start();
            } catch (BundleException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private String apply(String action, String name, @Nullable Path file) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                try {
                    if (action.equals("stop")) {
                        if (file != null) {
                            startWhenTold(bundle, file);
                        }
                        bundle.stop();
                    } else {
                        bundle.start();
                    }
                    return "state " + bundle.getState();
                } catch (BundleException failure) {
                    return "failed " + failure.getMessage();
                }
            }
        }
        return "no such bundle";
    }
}
