/**
 * Loading: {@link serval.aof.load.CommandReader} finds the commands in a file, {@link serval.aof.load.FileLoader} runs those of one file,
 * and {@link serval.aof.load.AofLoader} goes through the files of a manifest.
 */
@NullMarked
package serval.aof.load;

import org.jspecify.annotations.NullMarked;
