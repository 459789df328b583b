package serval.example.filters;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import serval.testkit.Sample;
import serval.testkit.ServalClient;
import serval.testkit.TypeContract;

/** Both types in a server, and, in version 2, values going over from version 1 and back. */
class FiltersTypeTest extends TypeContract {
    @Override
    protected Stream<Sample> samples() {
        return Stream.of(
                Sample.of("empty Bloom filter", (client, key) -> client.call("BF.RESERVE", key, "0.01", 100)),
                Sample.of("Bloom filter of several parts", (client, key) -> {
                    client.call("BF.RESERVE", key, "0.01", 1000);
                    many(client, "BF.MADD", key, 5000);
                }),
                Sample.of("Bloom filter of 300 KB", (client, key) -> {
                    client.call("BF.RESERVE", key, "0.001", 170_000);
                    many(client, "BF.MADD", key, 20_000);
                }),
                Sample.of("cuckoo filter", (client, key) -> {
                    client.call("CF.RESERVE", key, 2000);
                    many(client, "CF.INSERT", key, 1500);
                }),
                Sample.of("large cuckoo filter", (client, key) -> {
                    client.call("CF.RESERVE", key, 150_000);
                    many(client, "CF.INSERT", key, 100_000);
                }));
    }

    private static void many(ServalClient client, String command, String key, int items) {
        List<Object> head = command.equals("CF.INSERT") ? List.of(command, key, "ITEMS") : List.of(command, key);
        for (int from = 0; from < items; from += 1000) {
            client.call(Stream.concat(
                            head.stream(),
                            IntStream.range(from, Math.min(items, from + 1000)).mapToObj(i -> "item " + i))
                    .toArray());
        }
    }

    private static boolean isBloom(ServalClient client, String key) {
        return Objects.equals(client.call("TYPE", key), Bloom.TYPE.name());
    }

    @Override
    protected void change(ServalClient client, String key) {
        // Of an item that is there already a Bloom filter would notice nothing.
        client.call(isBloom(client, key) ? "BF.ADD" : "CF.ADD", key, "one more");
    }

    @Override
    protected void write(ServalClient client, String key, int number) {
        client.call(isBloom(client, key) ? "BF.ADD" : "CF.ADD", key, "written " + number);
    }

    @Override
    protected Object observe(ServalClient client, String key) {
        return List.of(
                String.valueOf(client.call(isBloom(client, key) ? "BF.EXISTS" : "CF.COUNT", key, "item 7")),
                String.valueOf(client.call(isBloom(client, key) ? "BF.EXISTS" : "CF.COUNT", key, "never added")));
    }
}
