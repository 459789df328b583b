package serval.testkit;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, held against the sample's type. */
@ExtendWith(SampleModule.class)
@ServalTest(
        module = "target/sample/2.0.0/target/testkit/module.jar",
        previousVersion = "target/sample/1.0.0/target/testkit/module.jar")
class WordsTypeTest extends TypeContract {
    @Override
    protected Stream<Sample> samples() {
        return Stream.of(
                Sample.of("one word", (client, key) -> client.call("WORDS.ADD", key, "a")),
                Sample.of("empty word", (client, key) -> client.call("WORDS.ADD", key, "", "a", "bb")),
                Sample.of("10,000 words", (client, key) -> {
                    for (int i = 0; i < 10_000; i++) {
                        client.call("WORDS.ADD", key, "word " + i);
                    }
                }));
    }

    @Override
    protected void change(ServalClient client, String key) {
        client.call("WORDS.ADD", key, "changed");
    }

    @Override
    protected void write(ServalClient client, String key, int number) {
        client.call("WORDS.ADD", key, "written " + number);
    }

    @Override
    protected @Nullable Object observe(ServalClient client, String key) {
        return client.call("WORDS.ALL", key);
    }
}
