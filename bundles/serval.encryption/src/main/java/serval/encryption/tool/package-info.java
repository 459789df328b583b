/** What the tools that check files need of encryption. No OSGi. */
@NullMarked
package serval.encryption.tool;

import org.jspecify.annotations.NullMarked;
