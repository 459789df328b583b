/**
 * Bloom and cuckoo filters on types of their own.
 *
 * <p>{@link serval.example.filters.BloomCommands} and {@link serval.example.filters.CuckooCommands} are the commands;
 * {@link serval.example.filters.Bloom} and {@link serval.example.filters.Cuckoo} the values, both made of {@link
 * serval.example.filters.Bits}; {@link serval.example.filters.FilterType} is what the server sees of them: how they are saved, loaded,
 * copied and counted. Only {@code Bits} differs between versions 1 and 2 of this module, what is saved does not.
 */
@NullMarked
package serval.example.filters;

import org.jspecify.annotations.NullMarked;
