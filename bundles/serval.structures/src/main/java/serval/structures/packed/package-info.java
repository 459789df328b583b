/**
 * Small collections in one byte array.
 *
 * <p>{@link serval.structures.packed.PackedList} keeps strings and numbers one after another in the format of Redis' listpacks, so that a
 * value in packed form is also what RDB files and DUMP payloads hold of it. {@link serval.structures.packed.FrontCoding} puts packed lists
 * that are not going to change soon in fewer bytes.
 */
@Export
@Version("1.1.0")
@NullMarked
package serval.structures.packed;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
