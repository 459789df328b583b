package serval.server;

/**
 * The settings of Netty that we care about, in one place. Netty reads them when its classes are initialised, so they are made
 * before the first loop; what the command line says stays.
 */
final class NettySettings {
    private NettySettings() {}

    static void apply() {
        // No reference-counted buffer is ever made: wires read and write direct buffers of the loops.
        setUnlessSet("io.netty.leakDetection.level", "disabled");
        // No pooled arenas either, so none need be sized by the number of processors.
        setUnlessSet("io.netty.allocator.type", "unpooled");
        // The selector's key set is replaced by reflection otherwise, which the JDK refuses with a warning.
        setUnlessSet("io.netty.noKeySetOptimization", "true");
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
