package serval.spi.config;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.config.Directive;

/** The service that holds all directives, whoever contributed them. Under the engine lock once the server serves. */
@ProviderType
public interface Configuration {
    /** The directive of this name or alias, letter case aside, or null. */
    @Nullable
    Directive find(String name);

    /** All directives. */
    Collection<Directive> all();

    /** The file's absolute path, or an empty text if the server was started without one. */
    String file();

    /** The lines {@code rename-command}: old name and new one, which is empty for a command that is to be gone. */
    List<Rename> renames();

    /** The lines {@code loadmodule}: path and arguments of each. */
    List<List<String>> modules();

    /** The lines {@code user}: name and rules of each. */
    List<List<String>> users();

    /** The words that the server was started with, for INFO and the log. */
    List<String> commandLine();

    /**
     * A line {@code rename-command}.
     *
     * @param from the command's name
     * @param to its new name, empty for none
     */
    record Rename(String from, String to) {}
}
