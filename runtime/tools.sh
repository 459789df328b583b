# Sourced by the scripts of this folder: what building takes, and the build of the distribution.
# $root is the folder of the sources; the caller has set it.

# Names what building lacks, one word each; nothing if all is there.
missing_tools() {
    (. "$root/runtime/distribution/src/bin/find-java" && [ -x "${java%/java}/javac" ]) 2>/dev/null || echo jdk-25
    command -v mvn >/dev/null || echo maven
}

# Maven may run on an older JDK, it finds JDK 25 by itself where systems keep JDKs; elsewhere it has to be told.
point_maven_at_jdk() {
    . "$root/runtime/distribution/src/bin/find-java"
    case $java in
        /usr/lib/jvm/*) ;;
        *) export JAVA_HOME="${java%/bin/java}" ;;
    esac
}

# True if the distribution is missing or some source is newer than it.
distribution_is_stale() {
    built=$root/runtime/distribution/target/serval/.built
    [ -e "$built" ] || return 0
    [ -n "$(find "$root/pom.xml" "$root/bnd.bnd" "$root/cnf" "$root/bundles" "$root/modules-sdk" \
        "$root/runtime/launcher" "$root/runtime/distribution" -name target -prune -o -path '*/src/test' -prune -o \
        -type f -newer "$built" -print | head -n 1)" ]
}

# Builds the distribution and shows on standard error which part is being built.
build_distribution() {
    log=$root/target/build.log
    status=$root/target/build.status
    mkdir -p "$root/target"
    rm -f "$status"
    echo "Building Serval (the first time downloads what it needs; everything Maven says is in $log)" >&2
    (
        cd "$root" || exit 1
        mvn -B -ntp -DskipTests -Dserval.folderOnly=true -pl runtime/distribution -am package \
            </dev/null 2>&1
        echo $? >"$status"
    ) | tee "$log" | sed -un -e 's/^\[INFO\] Building \(serval[^ ]*\) .*\(\[[0-9/]*\]\)$/  \2 \1/p' \
        -e '/^\[ERROR\]/p' >&2
    [ "$(cat "$status")" = 0 ] && return
    echo "The build failed, see $log" >&2
    return 1
}
