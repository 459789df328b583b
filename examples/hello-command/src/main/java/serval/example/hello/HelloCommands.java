package serval.example.hello;

import static serval.sdk.command.CommandSpec.command;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandFlag;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.TextDirective;
import serval.sdk.module.Module;
import serval.sdk.module.SelfTest;

/** HELLO.WORLD [name]: greets. The directive {@code hello-greeting} says with which word. */
@Component(service = {CommandFamily.class, DirectiveSet.class, Module.class})
public final class HelloCommands implements CommandFamily, DirectiveSet, Module {
    static final CommandSpec WORLD = command("HELLO.WORLD [name]")
            .summary("Greets somebody, or the world.")
            .since("1.0.0")
            .complexity("O(1)")
            .flags(CommandFlag.FAST)
            .build();

    private final TextDirective greeting = new TextDirective("hello-greeting", "Hello");

    @Override
    public CommandTable commands() {
        return CommandTable.table().add(WORLD, this::world).build();
    }

    @Override
    public List<Directive> directives() {
        return List.of(greeting);
    }

    void world(Call call) {
        if (call.count() > 2) {
            throw serval.sdk.reply.CommandError.SYNTAX.exception();
        }
        String name = call.count() == 2 ? call.text(1) : "world";
        // One char per byte, as arguments and directives are: so the bytes go out as they came in.
        byte[] bytes = Ascii.bytes(greeting.value() + ", " + name + "!");
        call.reply().bulk(bytes);
    }

    @Override
    public void arguments(List<String> words) {
        if (words.size() > 1) {
            throw new IllegalArgumentException("at most one argument: the greeting");
        }
        words.forEach(word -> greeting.set(List.of(word)));
    }

    @Override
    public void test(SelfTest server) {
        server.expect(greeting.value() + ", world!", "HELLO.WORLD");
        server.expect(greeting.value() + ", Ada!", "HELLO.WORLD", "Ada");
    }
}
