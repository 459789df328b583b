/**
 * Version 2 of the filters: {@link serval.example.filters.Bits} in another form. The rest of the bundle is version 1's classes, taken
 * over when it is built.
 */
@NullMarked
package serval.example.filters;

import org.jspecify.annotations.NullMarked;
