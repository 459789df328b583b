/**
 * The manifest of an append-only file: which files it consists of, in which order. {@link serval.aof.manifest.Manifest} is what it
 * says, {@link serval.aof.manifest.ManifestText} how it is written.
 */
@NullMarked
package serval.aof.manifest;

import org.jspecify.annotations.NullMarked;
