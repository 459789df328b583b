# Sourced by the scripts of this folder that exchange bundles under load; $root is the folder of the sources, the caller has set it.

. "$root/runtime/tools.sh"
point_maven_at_jdk
. "$root/runtime/distribution/src/bin/find-java"

# exchange TESTS OPTION...: runs system tests under watch for gaps of the machine's own (runtime/benchmarks/gaps): a host that takes
# processors away for as long as a reply may take fails them whatever the server does.
#
# What the clients' own JVM does shall not be measured: its compilers give way as the server's do, and its collector does not stop them
# (G1 did for up to 9 ms).
exchange() {
    tests=$1
    shift
    case $collector in
        shenandoah) own=-XX:+UseShenandoahGC ;;
        *) own=-XX:+UseZGC ;;
    esac
    calm="$own -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10 -XX:JavaPriority9_To_OSPriority=0 -XX:JavaPriority10_To_OSPriority=0"
    cd "$root" || exit 1
    "$root/runtime/benchmarks/gaps" mvn -B -ntp verify -pl runtime/system-tests -am -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
        -Dfailsafe.failIfNoSpecifiedTests=false -Dserval.forkTimeout=7200 "-Dit.test=$tests" "-DargLine=$calm $*" </dev/null
}
