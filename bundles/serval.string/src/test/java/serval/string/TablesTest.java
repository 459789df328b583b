package serval.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.config.Directive;
import serval.spi.config.Configuration;

class TablesTest {
    @Test
    void tablesAreComplete() throws IllegalAccessException {
        assertComplete(new StringReadCommands());
        assertComplete(new SetCommands());
        assertComplete(new StringWriteCommands(new NoConfiguration()));
        assertComplete(new MultipleKeyCommands());
        assertComplete(new CounterCommands());
        assertComplete(new IncrexCommand());
        assertComplete(new LcsCommand(new NoConfiguration()));
    }

    /** Every declared command is in the table of its family. */
    private static void assertComplete(CommandFamily family) throws IllegalAccessException {
        Set<CommandSpec> added = new HashSet<>();
        family.commands().entries().forEach(entry -> added.add(entry.spec()));
        Set<CommandSpec> declared = new HashSet<>();
        for (Field field : family.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == CommandSpec.class) {
                field.setAccessible(true);
                declared.add((CommandSpec) field.get(null));
            }
        }
        assertFalse(declared.isEmpty());
        assertEquals(declared, added);
    }

    /** A server without any directive. */
    private static final class NoConfiguration implements Configuration {
        @Override
        public @Nullable Directive find(String name) {
            return null;
        }

        @Override
        public Collection<Directive> all() {
            return List.of();
        }

        @Override
        public String file() {
            return "";
        }

        @Override
        public List<Rename> renames() {
            return List.of();
        }

        @Override
        public List<List<String>> modules() {
            return List.of();
        }

        @Override
        public List<List<String>> users() {
            return List.of();
        }

        @Override
        public List<String> commandLine() {
            return List.of();
        }
    }
}
