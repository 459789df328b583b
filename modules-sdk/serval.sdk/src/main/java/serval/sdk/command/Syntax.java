package serval.sdk.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a syntax line says: the name, the arity, the argument tree and the key positions. */
final class Syntax {
    private final String name;
    private final String[] words;

    private Syntax(String name, String[] words) {
        this.name = name;
        this.words = words;
    }

    static Syntax parse(String line) {
        String[] all = line.trim().split("\\s+");
        return new Syntax(all[0], all);
    }

    String name() {
        return name;
    }

    int arity() {
        int count = 0;
        int depth = 0;
        boolean open = false;
        for (String word : words) {
            if (word.startsWith("[") || word.contains("|")) {
                open = true;
            }
            if (depth == 0 && !word.startsWith("[") && !word.equals("...")) {
                count++;
            }
            for (char c : word.toCharArray()) {
                depth += c == '[' || c == '<' ? 1 : c == ']' || c == '>' ? -1 : 0;
            }
        }
        return open ? -count : count;
    }

    List<KeySpec> keySpecs(Set<KeyFlag> flags, int shift) {
        List<KeySpec> result = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            if (words[i].equals("key")) {
                boolean many = i + 1 < words.length && words[i + 1].startsWith("[key");
                result.add(new KeySpec(
                        new KeySpec.Begin.Index(i + shift), new KeySpec.Find.Range(many ? -1 : 0, 1, 0), flags, null));
                break;
            }
        }
        return result;
    }

    List<Argument> arguments() {
        return List.of();
    }
}
