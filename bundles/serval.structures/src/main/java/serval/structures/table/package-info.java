/**
 * The hash table behind databases, large hashes and large sets.
 *
 * <p>{@link HashTable} is where to start: extend it with two methods that say what an entry's hash is and whether an entry
 * has a given key. Its essay explains the shape and the promises that SCAN, snapshots and eviction build upon.
 */
@Export
@Version("1.0.0")
@NullMarked
package serval.structures.table;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
