package serval.keyspace;

import serval.spi.keyspace.Keyspace;

/** A keyspace without a framework around it. */
public final class BenchmarkKeyspace {
    private BenchmarkKeyspace() {}

    /** An empty keyspace with the default directives. */
    public static Keyspace create() {
        KeyspaceDirectives directives = new KeyspaceDirectives();
        return new KeyspaceImpl(directives, new TypeRegistry(directives));
    }
}
