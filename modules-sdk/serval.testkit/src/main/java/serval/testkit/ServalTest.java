package serval.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class against a real server within the test's process, with the project's module installed.
 *
 * <pre>{@code
 * @ServalTest
 * class GreetingTest {
 *     @Test
 *     void greets(ServalClient client) {
 *         assertEquals("hello, world", client.call("GREETING", "world"));
 *     }
 *
 *     @Test
 *     void greetingExpires(ServalServer server, TestClock clock) {
 *         server.call("SET", "k", "v", "EX", 60);
 *         clock.advance(Duration.ofSeconds(61));
 *         assertNull(server.call("GET", "k"));
 *     }
 * }
 * }</pre>
 *
 * <p>The server starts before the first test of the class and ends after the last one. Before each test all keys are removed.
 * A {@link ServalServer}, a {@link TestClock} and a {@link ServalClient} (one for each test) can be parameters of tests and of
 * life-cycle methods. A fault in the server's log fails the test in which it occurred.
 *
 * <p>The module is made of the project's {@code target/classes} by the instructions of its {@code bnd.bnd}: compiling is all that
 * has to be done before. It may import what a server promises to modules: the SDK, SLF4J and OSGi's own packages.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServalExtension.class)
public @interface ServalTest {
    /** No module at all: the server as it is distributed. */
    String NONE = "none";

    /**
     * The module's jar: a path, absolute or from the project's folder, or {@code group:artifact:version} in the local Maven
     * repository. Empty to build it from the project; {@link #NONE} for none.
     */
    String module() default "";

    /**
     * The jar of the module's previous version, named as {@link #module()} is: {@link TypeContract} tests that values move over. Empty
     * to take what the system property {@code serval.previousVersion} names, if it is set.
     */
    String previousVersion() default "";

    /** Lines of a configuration file, {@code "maxmemory 100mb"}. */
    String[] directives() default {};

    /** Whether a fault in the log fails the test. */
    boolean failOnFaults() default true;
}
