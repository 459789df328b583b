package serval.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;

class TablesTest {
    @Test
    void tablesAreComplete() throws IllegalAccessException {
        assertComplete(new HyperLogLogCommands(new HyperLogLogDirectives()));
        assertComplete(new HyperLogLogDebugCommands(new HyperLogLogDirectives()));
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
}
