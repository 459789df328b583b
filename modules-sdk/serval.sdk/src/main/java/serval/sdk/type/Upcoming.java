package serval.sdk.type;

import org.osgi.annotation.versioning.ProviderType;

/** The first words of requests that will probably run next. Word 0 would be the command's name, word 1 the key. */
@ProviderType
public interface Upcoming {
    /** The most requests there are. */
    int MOST = 16;

    /** The last word that is known of a request. */
    int LAST_WORD = 3;

    /** The bytes in which the words lie; not to be kept. */
    byte[] array();

    /** Where a word of a request begins, for words from 1 to {@link #LAST_WORD}. */
    int offset(int request, int word);

    /** How many bytes a word of a request has, or -1 if it has no such word. */
    int length(int request, int word);
}
