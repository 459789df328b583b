package ${package};

import java.util.stream.Stream;
import serval.testkit.Sample;
import serval.testkit.ServalClient;
import serval.testkit.TypeContract;

/** Inherits the tests; it says how values are made and changed. */
class NotesTypeTest extends TypeContract {
    @Override
    protected Stream<Sample> samples() {
        return Stream.of(
                Sample.of("one note", (client, key) -> client.call("NOTES.ADD", key, "milk")),
                Sample.of("an empty note", (client, key) -> client.call("NOTES.ADD", key, "", "milk")),
                Sample.of("10,000 notes", (client, key) -> {
                    for (int i = 0; i < 10_000; i++) {
                        client.call("NOTES.ADD", key, "note " + i);
                    }
                }));
    }

    @Override
    protected void change(ServalClient client, String key) {
        client.call("NOTES.ADD", key, "one more");
    }

    /** While the module is exchanged for another version. */
    @Override
    protected void write(ServalClient client, String key, int number) {
        client.call("NOTES.ADD", key, "written " + number);
    }

    @Override
    protected Object observe(ServalClient client, String key) {
        return client.call("NOTES.LIST", key);
    }
}
