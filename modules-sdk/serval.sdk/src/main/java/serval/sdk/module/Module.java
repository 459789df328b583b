package serval.sdk.module;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A bundle's own part in being installed, published as an OSGi service. Its methods are called while the bundle is staged:
 * started, its services known, none of them in use yet. They run on the thread that installs modules, not under the engine lock.
 */
@ConsumerType
public interface Module {
    /**
     * Takes the words that follow the file in MODULE LOAD, in the ARGS of MODULE LOADEX, or in a {@code loadmodule} line. Called
     * once, with an empty list if there are none.
     *
     * @throws IllegalArgumentException if they make no sense: the module is not installed, and the message is the reason
     */
    default void arguments(List<String> words) {}

    /**
     * Tests the module before it serves. Besides this the server tests on its own that each declared type saves and
     * loads an empty value, and one of the version before.
     *
     * @throws Exception to refuse: the module is not installed, or the version before stays
     */
    default void test(SelfTest server) throws Exception {}
}
