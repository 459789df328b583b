/**
 * Hashes: {@link serval.hash.Hash} is the value. A small one is a single array of {@link serval.hash.Pairs}, a large one a
 * {@link serval.hash.FieldTable}; fields may expire in both. It is saved and loaded by {@link serval.hash.HashType}. The commands are
 * in the families whose names end in {@code Commands}; {@link serval.hash.FieldExpiry} removes fields whose time is up.
 */
@NullMarked
package serval.hash;

import org.jspecify.annotations.NullMarked;
