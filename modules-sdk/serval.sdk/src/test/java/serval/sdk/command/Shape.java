package serval.sdk.command;

import java.util.List;
import java.util.stream.Collectors;

/** Writes argument trees and key specifications in one line, for comparisons. */
final class Shape {
    private Shape() {}

    static String arguments(List<Argument> arguments) {
        return arguments.stream().map(Shape::argument).collect(Collectors.joining(" "));
    }

    private static String argument(Argument argument) {
        StringBuilder text =
                new StringBuilder(argument.name() + ":" + argument.type().wireName());
        if (argument.token() != null) {
            text.append('=').append(argument.token());
        }
        if (argument.keySpec() >= 0) {
            text.append('@').append(argument.keySpec());
        }
        text.append(argument.optional() ? "?" : "").append(argument.multiple() ? "*" : "");
        text.append(argument.multipleToken() ? "+" : "");
        if (!argument.parts().isEmpty()) {
            text.append('{').append(arguments(argument.parts())).append('}');
        }
        return text.toString();
    }

    static String specs(List<KeySpec> specs) {
        return specs.stream().map(Shape::spec).collect(Collectors.joining("; "));
    }

    private static String spec(KeySpec spec) {
        String begin = switch (spec.begin()) {
            case KeySpec.Begin.Index(int position) -> "index " + position;
            case KeySpec.Begin.Keyword(String word, int from) -> "keyword " + word + " " + from;
            case KeySpec.Begin.Unknown unknown -> "unknown";
        };
        String find = switch (spec.find()) {
            case KeySpec.Find.Range(int last, int step, int limit) -> "range " + last + " " + step + " " + limit;
            case KeySpec.Find.Count(int count, int first, int step) -> "count " + count + " " + first + " " + step;
            case KeySpec.Find.Unknown unknown -> "unknown";
        };
        return begin + " " + find;
    }
}
