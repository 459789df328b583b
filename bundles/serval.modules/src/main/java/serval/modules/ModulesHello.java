package serval.modules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.reply.Reply;
import serval.spi.module.LoadedModules;

/** The modules in HELLO, as Redis shows them. */
@Component
public final class ModulesHello implements LoadedModules {
    private final ModuleService modules;

    /** Tells of these modules. */
    @Activate
    public ModulesHello(@Reference ModuleService modules) {
        this.modules = modules;
    }

    @Override
    public void describe(Reply reply) {
        // Their number has to be known first, and the module thread goes on meanwhile.
        List<InstalledModule> serving = modules.inventory().all().stream()
                .filter(InstalledModule::isServing)
                .toList();
        reply.array(serving.size());
        for (InstalledModule module : serving) {
            List<String> arguments = module.arguments;
            reply.map(4);
            reply.bulk("name");
            reply.bulk(module.name());
            reply.bulk("ver");
            reply.integer(InstalledModule.number(module.version));
            reply.bulk("path");
            reply.bulk(module.path.toString());
            reply.bulk("args");
            reply.array(arguments.size());
            arguments.forEach(word -> reply.bulk(word.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }
}
