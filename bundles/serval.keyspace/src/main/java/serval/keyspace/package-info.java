/**
 * The keyspace: databases, expiry, eviction, memory accounts, watched keys and parked values.
 *
 * <p>Start at {@link serval.keyspace.KeyspaceImpl} and {@link serval.keyspace.Db}; {@link serval.keyspace.KeyImpl} is what commands hold. An
 * entry is either a {@linkplain serval.keyspace.Packed packed array}, key and string value in one, or an
 * {@link serval.keyspace.Entry}; {@link serval.keyspace.Tables} keeps them, counts their bytes, and tells snapshots before one changes.
 */
@NullMarked
package serval.keyspace;

import org.jspecify.annotations.NullMarked;
