package serval.spi.script;

import org.osgi.annotation.versioning.ProviderType;

/** What INFO tells of scripts and functions, published as an OSGi service; may be missing. Under the engine lock. */
@ProviderType
public interface ScriptStatistics {
    /** The number of scripts that are known by their SHA-1. */
    long cachedScripts();

    /** The number of libraries of functions. */
    long libraries();

    /** The number of functions. */
    long functions();

    /** The bytes that the languages hold for scripts, the scripts aside. */
    long scriptEngineBytes();

    /** The bytes that the languages hold for functions, the libraries aside. */
    long functionEngineBytes();
}
