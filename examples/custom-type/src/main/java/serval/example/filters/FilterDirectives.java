package serval.example.filters;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import serval.bytes.Ascii;
import serval.bytes.Doubles;
import serval.sdk.config.ConfigRejectedException;
import serval.sdk.config.Directive;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.LongDirective;
import serval.sdk.config.LongDirective.Unit;
import serval.sdk.config.SpecialDirective;

/** The defaults of filters that come into being without BF.RESERVE or CF.RESERVE. */
@Component(service = {DirectiveSet.class, FilterDirectives.class})
public final class FilterDirectives implements DirectiveSet {
    private final SpecialDirective<Double> bloomError =
            new SpecialDirective<>("bf-error-rate", new ErrorRate(), Bloom.Defaults.ERROR);
    private final LongDirective bloomSize = count("bf-initial-size", 1, Filter.MOST, Bloom.Defaults.CAPACITY);
    private final LongDirective bloomExpansion = count("bf-expansion-factor", 0, 32768, Bloom.Defaults.EXPANSION);
    private final LongDirective cuckooSize = count("cf-initial-size", 510, Filter.MOST, Cuckoo.Defaults.CAPACITY);
    private final LongDirective bucketSize = count("cf-bucket-size", 1, 255, Cuckoo.Defaults.BUCKET_SIZE);
    private final LongDirective maxIterations = count("cf-max-iterations", 1, 65535, Cuckoo.Defaults.MAX_ITERATIONS);
    private final LongDirective cuckooExpansion = count("cf-expansion-factor", 0, 32768, Cuckoo.Defaults.EXPANSION);

    private static LongDirective count(String name, long least, long most, long byDefault) {
        return new LongDirective(name, Unit.PLAIN, least, most, byDefault);
    }

    @Override
    public List<Directive> directives() {
        return List.of(bloomError, bloomSize, bloomExpansion, cuckooSize, bucketSize, maxIterations, cuckooExpansion);
    }

    double bloomError() {
        return bloomError.value();
    }

    long bloomSize() {
        return bloomSize.value();
    }

    int bloomExpansion() {
        return (int) bloomExpansion.value();
    }

    long cuckooSize() {
        return cuckooSize.value();
    }

    int bucketSize() {
        return (int) bucketSize.value();
    }

    int maxIterations() {
        return (int) maxIterations.value();
    }

    int cuckooExpansion() {
        return (int) cuckooExpansion.value();
    }

    /** A rate above 0 and below 1. */
    private static final class ErrorRate implements SpecialDirective.Syntax<Double> {
        @Override
        public Double parse(List<String> words, Double before) {
            if (words.size() != 1) {
                throw new ConfigRejectedException("wrong number of arguments");
            }
            byte[] word = Ascii.bytes(words.get(0));
            double rate = Doubles.parse(word, 0, word.length);
            if (!(rate > 0 && rate < 1)) {
                throw new ConfigRejectedException("argument must be a number above 0 and below 1");
            }
            return rate;
        }

        @Override
        public String text(Double value) {
            byte[] text = Doubles.toBytes(value);
            return Ascii.string(text, 0, text.length);
        }

        @Override
        public List<String> lines(Double value) {
            return List.of(text(value));
        }
    }
}
