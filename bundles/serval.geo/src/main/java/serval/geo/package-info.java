/**
 * Places on earth: members of sorted sets whose scores are {@link serval.geo.Cell}s of 52 bits. {@link serval.geo.Area} finds the cells
 * that cover what is searched, {@link serval.geo.Search} the members in them. The commands are in the families whose names end in
 * {@code Commands}.
 */
@NullMarked
package serval.geo;

import org.jspecify.annotations.NullMarked;
