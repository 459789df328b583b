/**
 * Payloads of DUMP as somebody who means harm would make them: damaged, yet with the right checksum.
 */
@NullMarked
package serval.system.payload;

import org.jspecify.annotations.NullMarked;
