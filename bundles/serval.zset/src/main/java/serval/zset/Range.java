package serval.zset;

import org.jspecify.annotations.Nullable;
import serval.sdk.command.Call;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;

/** What the commands of ZRANGE's family ask for, read from their arguments. */
final class Range {
    /** What a range is told by. */
    enum By {
        RANK,
        SCORE,
        LEX
    }

    private static final CommandError LIMIT_NEEDS_BY =
            CommandError.of("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    private static final CommandError NO_SCORES_BY_LEX =
            CommandError.of("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
    private static final Token WITHSCORES = Token.of("WITHSCORES");
    private static final Token LIMIT = Token.of("LIMIT");
    private static final Token REV = Token.of("REV");
    private static final Token BYLEX = Token.of("BYLEX");
    private static final Token BYSCORE = Token.of("BYSCORE");
    private static final ScoreBound NO_SCORE = new ScoreBound(0, false);

    final boolean scores;
    final boolean descending;
    final By by;

    private final long start;
    private final long stop;
    private final ScoreBound least;
    private final ScoreBound most;
    private final @Nullable LexBound first;
    private final @Nullable LexBound last;
    private final long offset;
    private final long limit;

    /** Where the members found begin, counted in the direction of the range. */
    long from;
    /** How many were found. */
    long count;

    /**
     * Reads the arguments from the source key on.
     *
     * @param by what the command says of itself, or null if options tell
     * @param descending what the command says of itself, or null if options tell
     */
    Range(Call call, int key, boolean store, @Nullable By by, @Nullable Boolean descending) {
        By told = by;
        Boolean way = descending;
        boolean withScores = false;
        long skipped = 0;
        long taken = -1;
        for (int i = key + 3; i < call.count(); i++) {
            if (!store && call.is(i, WITHSCORES)) {
                withScores = true;
            } else if (call.is(i, LIMIT) && i + 2 < call.count()) {
                skipped = call.asLong(i + 1);
                taken = call.asLong(i + 2);
                i += 2;
            } else if (way == null && call.is(i, REV)) {
                way = true;
            } else if (told == null && call.is(i, BYLEX)) {
                told = By.LEX;
            } else if (told == null && call.is(i, BYSCORE)) {
                told = By.SCORE;
            } else {
                throw CommandError.SYNTAX.exception();
            }
        }
        this.by = told == null ? By.RANK : told;
        boolean down = way != null && way;
        this.descending = down;
        scores = withScores;
        offset = skipped;
        limit = taken;
        if (limit != -1 && this.by == By.RANK) {
            throw LIMIT_NEEDS_BY.exception();
        }
        if (scores && this.by == By.LEX) {
            throw NO_SCORES_BY_LEX.exception();
        }
        int low = down && this.by != By.RANK ? key + 2 : key + 1;
        int high = down && this.by != By.RANK ? key + 1 : key + 2;
        start = this.by == By.RANK ? call.asLong(low) : 0;
        stop = this.by == By.RANK ? call.asLong(high) : 0;
        least = this.by == By.SCORE ? ScoreBound.parse(call.slice(low)) : NO_SCORE;
        most = this.by == By.SCORE ? ScoreBound.parse(call.slice(high)) : NO_SCORE;
        first = this.by == By.LEX ? LexBound.parse(call.slice(low), false) : null;
        last = this.by == By.LEX ? LexBound.parse(call.slice(high), true) : null;
    }

    /** Finds {@link #from} and {@link #count} in a set. */
    void find(SortedSet set) {
        long size = set.size();
        if (by == By.RANK) {
            from = Math.max(0, start < 0 ? start + size : start);
            long to = Math.min(size - 1, stop < 0 ? stop + size : stop);
            count = Math.max(0, to - from + 1);
            return;
        }
        long low;
        long high;
        if (first != null && last != null) {
            low = set.before(first);
            high = set.before(last);
        } else {
            low = set.before(least);
            high = set.upTo(most);
        }
        long found = Math.max(0, high - low);
        from = descending ? size - high : low;
        count = 0;
        // A negative offset runs past every member; a negative limit is none.
        if (offset >= 0 && offset < found) {
            from += offset;
            count = limit < 0 ? found - offset : Math.min(limit, found - offset);
        }
    }
}
