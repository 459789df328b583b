package serval.admin.info;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.spi.info.InfoSection;

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

    private final InfoSections sections;

    /** Creates the command. */
    @Activate
    public InfoCommands(@Reference InfoSections sections) {
        this.sections = sections;
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
        for (InfoSection section : sections.all()) {
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
