/** The layout of the sources: four spaces, 120 columns, decided by a formatter and not by people. */
@NullMarked
package serval.formatter;

import org.jspecify.annotations.NullMarked;
