package serval.zset;

import java.util.Arrays;
import java.util.Comparator;
import serval.bytes.ByteSlice;
import serval.bytes.KeyHash;

/** Unions, intersections and differences. */
final class Algebra {
    /** How the scores of a member in several sources make one. */
    enum Aggregate {
        SUM,
        MIN,
        MAX;

        double of(double one, double other) {
            return switch (this) {
                // Infinities of both signs come to nothing.
                case SUM -> Double.isNaN(one + other) ? 0 : one + other;
                case MIN -> other < one ? other : one;
                case MAX -> other > one ? other : one;
            };
        }
    }

    private static final Comparator<Source> SMALLEST_FIRST = Comparator.comparingLong(Source::size);

    private Algebra() {}

    static SortedSet union(Source[] sources, Aggregate aggregate) {
        Source[] ordered = sources.clone();
        Arrays.sort(ordered, SMALLEST_FIRST);
        Members members = new Members();
        for (Source source : ordered) {
            source.forEach((member, score) -> {
                byte[] array = member.array();
                int offset = member.offset();
                int length = member.length();
                double weighted = source.weighted(score);
                long hash = KeyHash.hash(array, offset, length);
                byte[] entry = members.find(hash, array, offset, length);
                if (entry == null) {
                    members.add(hash, Entries.of(array, offset, length, weighted));
                } else {
                    Entries.setScore(entry, aggregate.of(Entries.score(entry), weighted));
                }
                return true;
            });
        }
        return sorted(members);
    }

    static SortedSet intersection(Source[] sources, Aggregate aggregate) {
        SortedSet result = large();
        Source[] ordered = sources.clone();
        Arrays.sort(ordered, SMALLEST_FIRST);
        ordered[0].forEach((member, score) -> {
            double total = ordered[0].weighted(score);
            for (int i = 1; i < ordered.length; i++) {
                double other = find(ordered, i, member, score);
                if (Double.isNaN(other)) {
                    return true;
                }
                double weighted = other * ordered[i].weight;
                total = aggregate.of(total, weighted);
            }
            result.put(member.array(), member.offset(), member.length(), total);
            return true;
        });
        return result;
    }

    /** The number of members that all sources have, but no more than {@code limit}; 0 is no limit. */
    static long intersectionSize(Source[] sources, long limit) {
        Source[] ordered = sources.clone();
        Arrays.sort(ordered, SMALLEST_FIRST);
        long[] found = new long[1];
        ordered[0].forEach((member, score) -> {
            for (int i = 1; i < ordered.length; i++) {
                if (Double.isNaN(find(ordered, i, member, score))) {
                    return true;
                }
            }
            return ++found[0] != limit;
        });
        return found[0];
    }

    private static double find(Source[] sources, int index, ByteSlice member, double score) {
        return sources[index].isSameAs(sources[0])
                ? score
                : sources[index].score(member.array(), member.offset(), member.length());
    }

    /** What the first source has and no other: by looking each member up, or by taking all others' members away, as is cheaper. */
    static SortedSet difference(Source[] sources) {
        long looking = 0;
        long taking = 0;
        for (int i = 0; i < sources.length; i++) {
            if (i > 0 && sources[i].isSameAs(sources[0])) {
                return new SortedSet();
            }
            looking += sources[0].size();
            taking += sources[i].size();
        }
        return looking / 2 <= taking ? differenceByLooking(sources) : differenceByTaking(sources);
    }

    private static SortedSet differenceByLooking(Source[] sources) {
        SortedSet result = large();
        sources[0].forEach((member, score) -> {
            for (int i = 1; i < sources.length; i++) {
                if (!Double.isNaN(sources[i].score(member.array(), member.offset(), member.length()))) {
                    return true;
                }
            }
            result.put(member.array(), member.offset(), member.length(), score);
            return true;
        });
        return result;
    }

    private static SortedSet differenceByTaking(Source[] sources) {
        Members members = new Members();
        sources[0].forEach((member, score) -> {
            members.add(
                    KeyHash.hash(member.array(), member.offset(), member.length()),
                    Entries.of(member.array(), member.offset(), member.length(), score));
            return true;
        });
        for (int i = 1; i < sources.length && !members.isEmpty(); i++) {
            sources[i].forEach((member, score) -> {
                members.remove(
                        KeyHash.hash(member.array(), member.offset(), member.length()),
                        member.array(),
                        member.offset(),
                        member.length());
                return !members.isEmpty();
            });
        }
        return sorted(members);
    }

    /** Results are large at first, whatever their size: zeros below zero keep their sign there, and replies show it. */
    private static SortedSet large() {
        SortedSet set = new SortedSet();
        set.unpack();
        return set;
    }

    private static SortedSet sorted(Members members) {
        SortedSet result = large();
        members.forEach(entry -> result.put(entry, Entries.HEAD, Entries.length(entry), Entries.score(entry)));
        return result;
    }
}
