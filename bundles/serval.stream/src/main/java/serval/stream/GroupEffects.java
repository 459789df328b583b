package serval.stream;

import serval.bytes.Ascii;
import serval.bytes.Longs;
import serval.sdk.command.Effects;
import serval.sdk.key.Key;

/** Tells what became of groups in the commands by which Redis 7.0 tells it, instead of in the command that was sent. */
final class GroupEffects {
    private static final byte[] XCLAIM = Ascii.bytes("XCLAIM");
    private static final byte[] XGROUP = Ascii.bytes("XGROUP");
    private static final byte[] SETID = Ascii.bytes("SETID");
    private static final byte[] CREATECONSUMER = Ascii.bytes("CREATECONSUMER");
    private static final byte[] ENTRIESREAD = Ascii.bytes("ENTRIESREAD");
    private static final byte[] ZERO = Ascii.bytes("0");
    private static final byte[] TIME = Ascii.bytes("TIME");
    private static final byte[] RETRYCOUNT = Ascii.bytes("RETRYCOUNT");
    private static final byte[] FORCE = Ascii.bytes("FORCE");
    private static final byte[] JUSTID = Ascii.bytes("JUSTID");
    private static final byte[] LASTID = Ascii.bytes("LASTID");

    private final Effects effects;
    private final boolean wanted;
    private boolean any;

    GroupEffects(Effects effects) {
        this.effects = effects;
        wanted = effects.areWanted();
    }

    /** An entry was given to a consumer, or is no longer there to be given. */
    void claim(Key key, Group group, Nack nack) {
        if (wanted) {
            tell(
                    XCLAIM,
                    key.name().copy(),
                    group.name,
                    nack.consumer().name,
                    ZERO,
                    nack.id().toBytes(),
                    TIME,
                    Longs.toBytes(nack.time()),
                    RETRYCOUNT,
                    Longs.toBytes(nack.deliveries()),
                    FORCE,
                    JUSTID,
                    LASTID,
                    group.last.toBytes());
        }
    }

    /** A group has read further without anything becoming pending. */
    void setId(Key key, Group group) {
        if (wanted) {
            tell(
                    XGROUP,
                    SETID,
                    key.name().copy(),
                    group.name,
                    group.last.toBytes(),
                    ENTRIESREAD,
                    Longs.toBytes(group.entriesRead));
        }
    }

    /** A consumer came into being. */
    void createConsumer(Key key, Group group, Consumer consumer) {
        if (wanted) {
            tell(XGROUP, CREATECONSUMER, key.name().copy(), group.name, consumer.name);
        }
    }

    private void tell(byte[]... words) {
        any = true;
        effects.replaceWith(words);
    }

    /** Ends the telling: if there was nothing to tell, nothing is told of the command either. */
    void done() {
        if (wanted && !any) {
            effects.none();
        }
    }
}
