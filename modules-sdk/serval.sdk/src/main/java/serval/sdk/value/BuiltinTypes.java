package serval.sdk.value;

import org.osgi.annotation.versioning.ProviderType;
import serval.sdk.type.ValueType;

/**
 * The types of built-in collections that serve now, as an OSGi service. Ask in each call and keep nothing: the bundle behind a type may
 * be exchanged between two calls.
 *
 * <p>Each method throws a {@link serval.sdk.reply.CommandException} while no bundle serves that type.
 */
@ProviderType
public interface BuiltinTypes {
    /** The type that TYPE calls {@code list}. */
    ValueType<? extends ListValue> list();

    /** The type that TYPE calls {@code hash}. */
    ValueType<? extends HashValue> hash();

    /** The type that TYPE calls {@code set}. */
    ValueType<? extends SetValue> set();

    /** The type that TYPE calls {@code zset}. */
    ValueType<? extends SortedSetValue> sortedSet();
}
