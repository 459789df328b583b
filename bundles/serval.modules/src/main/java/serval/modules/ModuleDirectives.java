package serval.modules;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.sdk.config.ChoiceDirective;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.config.Quoting;
import serval.sdk.config.SpecialDirective;

/** The directives about modules. */
@Component(service = {DirectiveSet.class, ModuleDirectives.class})
public final class ModuleDirectives implements DirectiveSet {
    private static final long LONGEST = 24L * 60 * 60 * 1000;

    /** Who may use MODULE; the gate of protected commands reads it by its name. */
    final ChoiceDirective command = new ChoiceDirective("enable-module-command", List.of("no", "yes", "local"), "no");

    /** The folders from which modules may come; a relative one lies in the distribution. */
    final SpecialDirective<List<String>> path = new SpecialDirective<>(
            "module-path", new Folders(), List.of("modules"), Trait.MULTI_ARGUMENT, Trait.REPEATABLE, Trait.PROTECTED);

    /** How long a module may take to start, to read its arguments or to test itself, in milliseconds. */
    final LongDirective startTimeout = millis("module-start-timeout", 1, 10_000);

    /** How long the version before is kept ready after an exchange, in milliseconds. */
    final LongDirective probation = millis("module-probation", 0, 30_000);

    /** With so many faults of its commands during probation a module is rolled back; 0 for never. */
    final LongDirective faultLimit = new LongDirective("module-fault-limit", Unit.PLAIN, 0, Integer.MAX_VALUE, 10);

    /** How often the folder {@code modules} is looked at, in milliseconds; 0 for never. */
    final LongDirective scanInterval = millis("module-scan-interval", 0, 1000);

    private static LongDirective millis(String name, long least, long byDefault) {
        return new LongDirective(name, Unit.PLAIN, least, LONGEST, byDefault);
    }

    @Override
    public List<Directive> directives() {
        return List.of(command, path, startTimeout, probation, faultLimit, scanInterval);
    }

    /** One folder for each word, and one line for each folder. */
    private static final class Folders implements SpecialDirective.Syntax<List<String>> {
        @Override
        public List<String> parse(List<String> words, List<String> before) {
            if (words.equals(List.of(""))) {
                return List.of();
            }
            if (words.contains("")) {
                throw new ConfigRejectedException("a folder's name is empty");
            }
            return List.copyOf(words);
        }

        @Override
        public String text(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<String> lines(List<String> value) {
            return value.isEmpty()
                    ? List.of("\"\"")
                    : value.stream().map(Quoting::quote).toList();
        }
    }
}
