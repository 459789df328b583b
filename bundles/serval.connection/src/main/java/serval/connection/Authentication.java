package serval.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.ByteSlice;
import serval.sdk.command.CommandFlag;
import serval.sdk.config.Directive;
import serval.sdk.config.Directive.Trait;
import serval.sdk.config.DirectiveSet;
import serval.sdk.config.TextDirective;
import serval.sdk.reply.CommandError;
import serval.spi.config.Configuration;
import serval.spi.gate.Gate;
import serval.spi.gate.GateCall;
import serval.spi.gate.GateControl;
import serval.spi.gate.GateOrder;
import serval.spi.gate.Origin;
import serval.spi.gate.Verdict;
import serval.spi.session.Session;
import serval.spi.session.SessionFlag;
import serval.spi.session.SessionListener;
import serval.spi.session.Sessions;

/**
 * The password of the default user, and the gate that holds back whoever has not given it.
 *
 * <p>A session that connects while there is no password counts as authenticated, and stays so when one is set later. The gate is
 * armed for the other sessions, and only while there is a password.
 */
@Component(service = {Authentication.class, Gate.class, SessionListener.class, DirectiveSet.class})
public final class Authentication implements Gate, SessionListener, DirectiveSet {
    /** The one user there is. */
    static final String DEFAULT_USER = "default";

    private static final CommandError NO_AUTH = CommandError.of("NOAUTH Authentication required.");

    private final TextDirective password = new TextDirective("requirepass", "", Trait.SENSITIVE);
    private final Sessions sessions;
    private final Configuration configuration;
    private @Nullable GateControl control;

    /** Creates the gate. */
    @Activate
    public Authentication(@Reference Sessions sessions, @Reference Configuration configuration) {
        this.sessions = sessions;
        this.configuration = configuration;
        password.onChange(this::rearm);
    }

    @Override
    public List<Directive> directives() {
        return List.of(password);
    }

    /** Whether clients have to give a password. */
    boolean isPasswordSet() {
        return !password().isEmpty();
    }

    /** The password in force: that of the configuration, which may be ahead of what this component was told when it arrived. */
    private String password() {
        Directive known = configuration.find("requirepass");
        return known == null ? password.value() : known.text();
    }

    /**
     * Authenticates a session if user and password are right. Without a password set, the default user may give any.
     *
     * @return whether they were right
     */
    boolean authenticate(Session session, ByteSlice user, ByteSlice given) {
        boolean right = isRight(given) || !isPasswordSet();
        if (!right || !user.toString().equals(DEFAULT_USER)) {
            return false;
        }
        session.user(DEFAULT_USER);
        authenticated(session, true);
        return true;
    }

    /** Compares in a time that tells nothing of how much was right. */
    private boolean isRight(ByteSlice given) {
        byte[] wanted = password().getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(
                hash(wanted, 0, wanted.length), hash(given.array(), given.offset(), given.length()));
    }

    private static byte[] hash(byte[] array, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(array, offset, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    // Sessions

    @Override
    public void opened(Session session) {
        begin(session);
    }

    @Override
    public void reset(Session session) {
        begin(session);
    }

    private void begin(Session session) {
        session.user(DEFAULT_USER);
        if (isPasswordSet()) {
            session.flag(SessionFlag.AUTHENTICATED, false);
        }
        arm(session);
    }

    private void authenticated(Session session, boolean yes) {
        session.flag(SessionFlag.AUTHENTICATED, yes);
        arm(session);
    }

    private void arm(Session session) {
        GateControl now = control;
        if (now != null) {
            now.arm(session, isPasswordSet() && !session.is(SessionFlag.AUTHENTICATED));
        }
    }

    private void rearm() {
        sessions.all().forEach(this::arm);
    }

    // The gate

    @Override
    public String name() {
        return "authentication";
    }

    @Override
    public int order() {
        return GateOrder.AUTHENTICATION;
    }

    @Override
    public void attach(GateControl own) {
        control = own;
        rearm();
    }

    @Override
    public Verdict check(GateCall call) {
        if (call.origin() != Origin.CLIENT || call.command().spec().is(CommandFlag.NO_AUTH)) {
            return Verdict.PASS;
        }
        call.reply().error(NO_AUTH);
        return Verdict.REFUSE;
    }
}
