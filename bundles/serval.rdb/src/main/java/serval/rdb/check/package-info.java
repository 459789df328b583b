/**
 * The tool {@code serval-check-rdb}: reads a snapshot file without a server and says whether it is sound. Needs no OSGi.
 */
@NullMarked
package serval.rdb.check;

import org.jspecify.annotations.NullMarked;
