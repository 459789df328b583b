package serval.admin;

/** A serval, drawn in text: long ears, long legs, and spots. */
final class Portrait {
    static final String SERVAL = """
                   /\\         /\\
                  /  \\       /  \\
                 / /\\ \\_____/ /\\ \\
                 | ||         || |
                 \\ \\/  _   _  \\/ /
                  |   (o) (o)   |
                  |  .   Y   .  |
                   \\ ~~  ^  ~~ /
                    \\__     __/_____________________
                     / o `-' o   o  O  o   o  O    o \\
                    |  o  |  O  o   o   O  o   o  o  |\\__
                    | O  o|  o   O   o   o   O   o  O|___)==o==o==
                    |  o  | o  o  ________   o  O  o |
                    |  |  |  |   |        |  |   |  |
                    |  |  |  |   |        |  |   |  |
                    |  |  |  |   |        |  |   |  |
                    |__|  |__|___|        |__|   |__|
                    (__)  (__)            (__)   (__)

            """;

    private Portrait() {}
}
