package serval.scripting;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.sdk.module.Handover;
import serval.sdk.script.ScriptEngine;
import serval.sdk.script.ScriptException;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;
import serval.spi.keyspace.Keyspace;

/** The scripts that are known, by their SHA-1. They go over to the bundle's next version by their texts. */
@Component(service = {Scripts.class, Handover.class})
public final class Scripts implements Handover {
    private static final HexFormat HEX = HexFormat.of();
    /** What a script takes besides its text: entry, name, prototype; a rough measure per byte of text. */
    private static final long OVERHEAD = 300;

    private final Engines engines;
    private final Keyspace keyspace;
    private final Map<String, Script> bySha = new LinkedHashMap<>();
    private final MessageDigest sha1;
    private long bytes;

    /**
     * A script.
     *
     * @param flags null if it has no first line that says what it is: it runs by the rules of older servers
     */
    record Script(
            String sha,
            byte[] source,
            ScriptEngine engine,
            ScriptProgram program,
            @Nullable Set<ScriptFlag> flags) {}

    /** Creates an empty store. */
    @Activate
    public Scripts(@Reference Engines engines, @Reference Keyspace keyspace) {
        this.engines = engines;
        this.keyspace = keyspace;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** The SHA-1 of a text, in lower case. */
    String sha(byte[] array, int offset, int length) {
        sha1.reset();
        sha1.update(array, offset, length);
        return HEX.formatHex(sha1.digest());
    }

    /** The script of this SHA-1, in whatever letter case, or null. */
    @Nullable
    Script find(String sha) {
        Script script = bySha.get(sha);
        if (script == null && sha.length() == 40) {
            script = bySha.get(sha.toLowerCase(Locale.ROOT));
        }
        if (script != null && engines.find(script.engine.name()) != script.engine) {
            // Its language was exchanged: the text is compiled anew.
            bySha.remove(script.sha);
            script = load(script.source);
        }
        return script;
    }

    /** Compiles a text and keeps it; one that is known is not compiled again. */
    Script load(byte[] source) {
        String sha = sha(source, 0, source.length);
        Script known = bySha.get(sha);
        if (known != null) {
            return known;
        }
        ScriptEngine engine = engines.find("lua");
        Set<ScriptFlag> flags = null;
        if (Shebang.isIn(source)) {
            Shebang line = Shebang.of(source, ScriptErrors.BAD_ENGINE);
            if (line == null) {
                throw ScriptErrors.BAD_SHEBANG.exception();
            }
            engine = line.engine().isEmpty() ? null : engines.find(line.engine());
            if (engine == null) {
                throw ScriptErrors.error("Unexpected engine in script shebang: #!" + line.engine())
                        .exception();
            }
            flags = line.flags();
        }
        if (engine == null) {
            throw ScriptErrors.error("Engine 'lua' not found").exception();
        }
        ScriptProgram program;
        try {
            program = engine.compile(sha, source);
        } catch (ScriptException error) {
            throw ScriptErrors.error("Error compiling script (new function): " + error.getMessage())
                    .exception();
        }
        Script script = new Script(sha, source, engine, program, flags);
        bySha.put(sha, script);
        account(source.length * 4L + OVERHEAD);
        return script;
    }

    private void account(long more) {
        bytes += more;
        keyspace.memory().set("scripts", bytes);
    }

    /** Forgets all scripts. */
    void clear() {
        bySha.clear();
        account(-bytes);
        engines.all().forEach(ScriptEngine::forgetScripts);
    }

    int count() {
        return bySha.size();
    }

    @Override
    public String name() {
        return "scripts";
    }

    @Override
    public byte[] export() {
        return Packed.pack(bySha.values().stream().map(Script::source).toList());
    }

    @Override
    public void adopt(byte[] state) {
        for (byte[] source : Packed.unpack(ByteBuffer.wrap(state))) {
            try {
                load(source);
            } catch (serval.sdk.reply.CommandException unusable) {
                org.slf4j.LoggerFactory.getLogger(Scripts.class)
                        .warn("A cached script was not taken over: {}", unusable.getMessage());
            }
        }
    }
}
