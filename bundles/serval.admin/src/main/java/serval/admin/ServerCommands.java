package serval.admin;

import static serval.sdk.command.CommandFlag.FAST;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import serval.admin.info.Identity;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.spi.engine.ServerClock;

/** Small questions to the server: TIME, LOLWUT. */
@Component
public final class ServerCommands implements CommandFamily {
    private static final Token VERSION = Token.of("VERSION");

    static final CommandSpec TIME = CommandSpec.command("TIME")
            .summary("Tells the server's time.")
            .group("server")
            .since("2.6.0")
            .complexity("O(1)")
            .flags(LOADING, STALE, FAST)
            .tips("nondeterministic_output")
            .build();

    static final CommandSpec LOLWUT = CommandSpec.command("LOLWUT [VERSION version]")
            .summary("Draws a serval and tells the version.")
            .group("server")
            .since("5.0.0")
            .flags(READONLY, FAST)
            .type("VERSION", serval.sdk.command.Argument.Type.INTEGER)
            .build();

    private final Identity identity;
    private volatile @Nullable ServerClock clock;

    /** Creates the commands. */
    @Activate
    public ServerCommands(@Reference Identity identity) {
        this.identity = identity;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindClock(ServerClock service) {
        clock = service;
    }

    void unbindClock(ServerClock service) {
        if (clock == service) {
            clock = null;
        }
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(TIME, this::time)
                .add(LOLWUT, this::lolwut)
                .build();
    }

    void time(Call call) {
        ServerClock told = clock;
        long micros;
        if (!call.canWait()) {
            // In a script or transaction time stands still.
            micros = TimeUnit.MILLISECONDS.toMicros(call.now());
        } else if (told != null) {
            micros = told.micros();
        } else {
            java.time.Instant now = java.time.Instant.now();
            micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
        }
        call.reply().array(2);
        call.reply().bulk(micros / 1_000_000);
        call.reply().bulk(micros % 1_000_000);
    }

    void lolwut(Call call) {
        if (call.count() >= 3 && call.is(1, VERSION)) {
            call.asLong(2);
        }
        String text =
                Portrait.SERVAL + "Serval ver. " + identity.version() + ", Redis ver. " + Identity.REDIS_VERSION + "\n";
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }
}
