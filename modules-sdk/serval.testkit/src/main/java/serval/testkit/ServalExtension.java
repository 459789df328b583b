package serval.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.SearchOption;
import serval.testkit.internal.Modules;

/** What {@link ServalTest} does: starts and ends the server of a class, and gives tests what they ask for. */
final class ServalExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace SPACE = Namespace.create(ServalExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getStore(SPACE).get(ServalServer.class) != null) {
            // A nested class: the server is that of the class around it.
            return;
        }
        ServalTest annotation = annotation(context);
        Class<?> test = context.getRequiredTestClass();
        Path module = annotation.module().isEmpty()
                ? Modules.build(test)
                : annotation.module().equals(ServalTest.NONE) ? null : Modules.find(annotation.module(), test);
        ServalServer server = ServalServer.start(module, annotation.directives());
        context.getStore(SPACE).put(ServalServer.class, server);
        context.getStore(SPACE).put("owner", context.getUniqueId());
        String previous = annotation.previousVersion().isEmpty()
                ? System.getProperty("serval.previousVersion", "")
                : annotation.previousVersion();
        if (module != null && !previous.isEmpty()) {
            context.getStore(SPACE).put(Versions.class, new Versions(Modules.find(previous, test), module));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getUniqueId().equals(context.getStore(SPACE).get("owner"))) {
            server(context).close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server(context).call("FLUSHALL");
        context.getStore(SPACE).put("logged", server(context).log().size());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ServalClient client = context.getStore(SPACE).remove(ServalClient.class, ServalClient.class);
        if (client != null) {
            client.close();
        }
        Integer before = context.getStore(SPACE).get("logged", Integer.class);
        if (before != null && annotation(context).failOnFaults()) {
            List<LogLine> log = server(context).log();
            List<LogLine> faults = new ArrayList<>(log.subList(before, log.size()));
            faults.removeIf(line -> !line.isFault());
            if (!faults.isEmpty()) {
                AssertionError failure = new AssertionError("The server's log tells of faults: " + faults);
                faults.stream()
                        .map(LogLine::fault)
                        .filter(java.util.Objects::nonNull)
                        .forEach(failure::addSuppressed);
                throw failure;
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ServalServer.class
                || type == ServalClient.class
                || type == TestClock.class
                || type == Versions.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == ServalServer.class) {
            return server(context);
        }
        if (type == TestClock.class) {
            return server(context).clock();
        }
        if (type == Versions.class) {
            Versions versions = context.getStore(SPACE).get(Versions.class, Versions.class);
            return versions == null ? new Versions(null, null) : versions;
        }
        return context.getStore(SPACE)
                .getOrComputeIfAbsent(ServalClient.class, key -> server(context).connect(), ServalClient.class);
    }

    private static ServalServer server(ExtensionContext context) {
        ServalServer server = context.getStore(SPACE).get(ServalServer.class, ServalServer.class);
        if (server == null) {
            throw new IllegalStateException("@ServalTest belongs on the class");
        }
        return server;
    }

    private static ServalTest annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), ServalTest.class, SearchOption.INCLUDE_ENCLOSING_CLASSES)
                .orElseThrow(() -> new IllegalStateException("@ServalTest belongs on the class"));
    }

    /**
     * The module's jars.
     *
     * @param previous the version before, or null if the test names none
     * @param present the version under test
     */
    record Versions(@Nullable Path previous, @Nullable Path present) {}
}
