/** Tests of the files that the dataset is kept in. */
@NullMarked
package serval.system.persistence;

import org.jspecify.annotations.NullMarked;
