package serval.admin.info;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.spi.info.InfoSection;
import serval.spi.module.Arrivals;
import serval.spi.module.Intake;

/** The command INFO, over the sections that are there. */
@Component
public final class InfoCommands implements CommandFamily {
    private static final Logger LOG = LoggerFactory.getLogger(InfoCommands.class);

    static final CommandSpec INFO = CommandSpec.command("INFO [section [section ...]]")
            .summary("Tells about the server and its numbers.")
            .group("server")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(CommandFlag.LOADING, CommandFlag.STALE)
            .categories("dangerous")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .changed("7.0.0", "Added support for taking multiple section arguments.")
            .build();

    private final List<InfoSection> sections = new CopyOnWriteArrayList<>();

    private final Arrivals<InfoSection> arrivals = new Arrivals<>("INFO sections") {
        @Override
        protected void enter(InfoSection section, ServiceReference<? extends InfoSection> reference) {
            sections.add(section);
            sections.sort(Comparator.comparingInt(InfoSection::order));
        }

        @Override
        protected void leave(InfoSection section, ServiceReference<? extends InfoSection> reference) {
            sections.remove(section);
        }
    };

    private final ServiceRegistration<?> intake;

    /** Begins to take sections up. */
    @Activate
    public InfoCommands(BundleContext context) {
        intake = context.registerService(Intake.class, arrivals, null);
    }

    @Deactivate
    void deactivate() {
        intake.unregister();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSection(InfoSection section, ServiceReference<InfoSection> reference) {
        arrivals.arrived(section, reference);
    }

    void unbindSection(InfoSection section, ServiceReference<InfoSection> reference) {
        arrivals.departed(section, reference);
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(INFO, this::info).build();
    }

    void info(Call call) {
        Set<String> wanted = new HashSet<>();
        boolean byDefault = call.count() == 1;
        boolean all = false;
        for (int i = 1; i < call.count(); i++) {
            String word = call.text(i).toLowerCase(Locale.ROOT);
            switch (word) {
                case "default" -> byDefault = true;
                case "all", "everything" -> all = true;
                default -> wanted.add(word);
            }
        }
        Map<String, InfoText> texts = new LinkedHashMap<>();
        for (InfoSection section : sections) {
            if (all && !section.section().equals(DebugSection.NAME)
                    || byDefault && section.isDefault()
                    || wanted.contains(section.section())) {
                add(texts.computeIfAbsent(section.section(), none -> new InfoText()), section);
            }
        }
        StringBuilder out = new StringBuilder(8192);
        texts.forEach((name, text) -> text.appendTo(out, name));
        call.reply().verbatim("txt", out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(InfoText text, InfoSection section) {
        try {
            text.add(section);
        } catch (RuntimeException | LinkageError fault) {
            LOG.error(
                    "Section {} of INFO cannot be had from {}",
                    section.section(),
                    section.getClass().getName(),
                    fault);
        }
    }
}
