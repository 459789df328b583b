package serval.launcher;

/** Answers the command lines that need no server: version, help, and modes that are not available. */
final class QuickArguments {
    private static final String HELP = """
            Usage: serval-server [FILE] [--DIRECTIVE VALUE ...] [-]

              FILE                  a redis.conf; without one every directive has its default value
              --DIRECTIVE VALUE     any directive of that file; it overrides the file
              -                     as the last argument: read further directives from standard input
              -v, --version         print the version
              -h, --help            print this text

              serval-server --port 7777
              serval-server /etc/serval.conf --loglevel verbose
              echo 'maxmemory 1gb' | serval-server -

            Environment
              SERVAL_JAVA_HOME      the JDK to run on (else JAVA_HOME, PATH, /usr/lib/jvm)
              SERVAL_JAVA_OPTS      further options for the JVM, after those of conf/jvm.options
              SERVAL_DEBUG_SHELL    1 opens the framework's shell on the terminal
            """;

    private QuickArguments() {}

    /**
     * Prints the answer to a command line that needs no server.
     *
     * @return the exit status, or -1 if a server is asked for
     */
    static int answer(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--sentinel")) {
                System.err.println("serval-server: sentinel mode is not available in this version.");
                return 1;
            }
        }
        if (arguments.length == 0) {
            return -1;
        }
        switch (arguments[0]) {
            case "-v", "--version" -> {
                System.out.println("Serval server v=" + version() + " redis=7.2.4 bits=64 java=" + Runtime.version());
                return 0;
            }
            case "-h", "--help" -> {
                // redis-server answers on standard error and fails, and scripts tell it apart by that.
                System.err.print(HELP);
                return 1;
            }
            case "--test-memory", "--check-system" -> {
                System.err.println("serval-server: " + arguments[0] + " is not available: "
                        + "the JVM manages memory, use a tool of the operating system.");
                return 1;
            }
            default -> {
                return -1;
            }
        }
    }

    /** Whether part of the configuration is on standard input. */
    static boolean readsInput(String[] arguments) {
        return arguments.length > 0 && arguments[arguments.length - 1].equals("-");
    }

    /** The version of this distribution, {@code unknown} when run from class files. */
    static String version() {
        String version = QuickArguments.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
