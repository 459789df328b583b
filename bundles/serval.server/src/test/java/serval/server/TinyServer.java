package serval.server;

import java.util.List;
import serval.spi.engine.EngineStatistics;

/** A server over the tiny engine that can be started by hand, to measure the network side alone: arguments are words of directives. */
final class TinyServer {
    private TinyServer() {}

    /** Starts it: {@code port 7000 io-threads 2}. */
    public static void main(String[] words) throws Exception {
        ServerDirectives directives = new ServerDirectives();
        for (int i = 0; i + 1 < words.length; i += 2) {
            String name = words[i];
            String value = words[i + 1];
            directives.all().stream()
                    .filter(directive -> directive.name().equals(name))
                    .forEach(directive -> directive.set(List.of(value)));
        }
        new Server(new TinyEngine(), new EngineStatistics(), directives).open();
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
