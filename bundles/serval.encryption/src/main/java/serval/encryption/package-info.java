/**
 * Encryption of the dataset's files: AES-256-GCM, block by block.
 *
 * <p>{@link serval.encryption.FileHead} is what a file begins with and {@link serval.encryption.BlockCipher} what a block is;
 * {@link serval.encryption.GrowingBlocks}, {@link serval.encryption.SealingSink} and {@link serval.encryption.BlockReader} write and
 * read files of them. Keys come from {@link serval.encryption.KeyRing}. {@link serval.encryption.Encryption} is the service, and
 * {@link serval.encryption.tool.Decryption} what the checking tools use without a server.
 *
 * <p>The form of the files, and what it does and does not protect against: {@code docs/decisions/0018-encryption-at-rest.md}.
 */
@NullMarked
package serval.encryption;

import org.jspecify.annotations.NullMarked;
