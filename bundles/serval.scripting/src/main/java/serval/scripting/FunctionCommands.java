package serval.scripting;

import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import serval.bytes.Glob;
import serval.sdk.command.Call;
import serval.sdk.command.CommandFamily;
import serval.sdk.command.CommandTable;
import serval.sdk.command.Token;
import serval.sdk.reply.CommandError;
import serval.sdk.reply.CommandException;
import serval.sdk.reply.Reply;
import serval.sdk.script.ScriptEngine;
import serval.sdk.script.ScriptFlag;

/** FCALL, FCALL_RO and FUNCTION: the libraries of functions. */
@Component
public final class FunctionCommands implements CommandFamily {
    private static final Token ASYNC = Token.of("ASYNC");
    private static final Token SYNC = Token.of("SYNC");
    private static final Token REPLACE = Token.of("REPLACE");
    private static final Token APPEND = Token.of("APPEND");
    private static final Token FLUSH = Token.of("FLUSH");
    private static final Token WITHCODE = Token.of("WITHCODE");
    private static final Token LIBRARYNAME = Token.of("LIBRARYNAME");

    private final Runner runner;
    private final Libraries libraries;
    private final Engines engines;

    /** Creates the commands. */
    @Activate
    public FunctionCommands(@Reference Runner runner, @Reference Libraries libraries, @Reference Engines engines) {
        this.runner = runner;
        this.libraries = libraries;
        this.engines = engines;
    }

    @Override
    public CommandTable commands() {
        return CommandTable.table()
                .add(FunctionSpecs.FCALL, call -> fcall(call, false))
                .add(FunctionSpecs.FCALL_RO, call -> fcall(call, true))
                .add(FunctionSpecs.DELETE, this::delete)
                .add(FunctionSpecs.DUMP, this::dump)
                .add(FunctionSpecs.FLUSH, this::flush)
                .add(FunctionSpecs.HELP, this::help)
                .add(FunctionSpecs.KILL, call -> runner.kill(call, true))
                .add(FunctionSpecs.LIST, this::list)
                .add(FunctionSpecs.LOAD, this::load)
                .add(FunctionSpecs.RESTORE, this::restore)
                .add(FunctionSpecs.STATS, this::stats)
                .build();
    }

    private void fcall(Call call, boolean readOnly) {
        Libraries.Function function = libraries.function(call.text(1));
        if (function == null) {
            throw ScriptErrors.NO_FUNCTION.exception();
        }
        int keys = KeyCount.of(call, ScriptErrors.BAD_KEYS);
        Run run = new Run(runner, call, function.name(), true, keys);
        run.prepare(function.flags(), readOnly);
        run.run(function.program());
    }

    void load(Call call) {
        boolean replace = false;
        for (int i = 2; i < call.count() - 1; i++) {
            if (!call.is(i, REPLACE)) {
                throw ScriptErrors.error("Unknown option given: " + call.text(i))
                        .exception();
            }
            replace = true;
        }
        String name = libraries.add(call.copy(call.count() - 1), replace);
        call.effects().dirty(1);
        call.reply().bulk(name);
    }

    void delete(Call call) {
        if (!libraries.delete(call.text(2))) {
            throw ScriptErrors.NO_LIBRARY.exception();
        }
        call.effects().dirty(1);
        call.reply().ok();
    }

    private static CommandException tooMany(Call call) {
        return CommandError.of("ERR unknown subcommand or wrong number of arguments for '" + call.text(1)
                        + "'. Try FUNCTION HELP.")
                .exception();
    }

    void flush(Call call) {
        if (call.count() > 3) {
            throw tooMany(call);
        }
        if (call.count() == 3 && !call.is(2, ASYNC) && !call.is(2, SYNC)) {
            throw ScriptErrors.BAD_FUNCTION_FLUSH.exception();
        }
        libraries.clear();
        call.effects().dirty(1);
        call.reply().ok();
    }

    void dump(Call call) {
        call.reply().bulk(FunctionPayload.write(libraries.sources()));
    }

    void restore(Call call) {
        if (call.count() > 4) {
            throw tooMany(call);
        }
        boolean flush = call.count() == 4 && call.is(3, FLUSH);
        boolean replace = call.count() == 4 && call.is(3, REPLACE);
        if (call.count() == 4 && !flush && !replace && !call.is(3, APPEND)) {
            throw ScriptErrors.BAD_POLICY.exception();
        }
        List<byte[]> sources = FunctionPayload.read(call.copy(2));
        libraries.restore(sources, flush, replace);
        call.effects().dirty(1);
        call.reply().ok();
    }

    void help(Call call) {
        call.reply().array(FunctionSpecs.HELP_LINES.length);
        for (String line : FunctionSpecs.HELP_LINES) {
            call.reply().status(line);
        }
    }

    void list(Call call) {
        boolean withCode = false;
        int pattern = 0;
        for (int i = 2; i < call.count(); i++) {
            if (!withCode && call.is(i, WITHCODE)) {
                withCode = true;
            } else if (pattern == 0 && call.is(i, LIBRARYNAME)) {
                if (++i == call.count()) {
                    throw ScriptErrors.error("library name argument was not given")
                            .exception();
                }
                pattern = i;
            } else {
                throw ScriptErrors.error("Unknown argument " + call.text(i)).exception();
            }
        }
        Reply reply = call.reply();
        reply.openArray();
        long count = 0;
        for (Libraries.Library library : libraries.all()) {
            if (pattern == 0 || matches(call.copy(pattern), library.name())) {
                describe(reply, library, withCode);
                count++;
            }
        }
        reply.close(count);
    }

    private static boolean matches(byte[] pattern, String name) {
        return Glob.matches(pattern, name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), true);
    }

    private static void describe(Reply reply, Libraries.Library library, boolean withCode) {
        reply.map(withCode ? 4 : 3);
        reply.bulk("library_name");
        reply.bulk(library.name());
        reply.bulk("engine");
        reply.bulk(library.language().toUpperCase(Locale.ROOT));
        reply.bulk("functions");
        reply.array(library.functions().size());
        for (Libraries.Function function : library.functions()) {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(function.name());
            reply.bulk("description");
            String description = function.description();
            if (description == null) {
                reply.nil();
            } else {
                reply.bulk(description.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            }
            reply.bulk("flags");
            reply.set(function.flags().size());
            for (ScriptFlag flag : ScriptFlag.values()) {
                if (function.flags().contains(flag)) {
                    reply.status(flag.wireName());
                }
            }
        }
        if (withCode) {
            reply.bulk("library_code");
            reply.bulk(library.source());
        }
    }

    void stats(Call call) {
        Reply reply = call.reply();
        reply.map(2);
        reply.bulk("running_script");
        Run run = runner.current();
        if (run == null) {
            reply.nil();
        } else {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(run.name());
            reply.bulk("command");
            reply.array(run.words().length);
            for (byte[] word : run.words()) {
                reply.bulk(word);
            }
            reply.bulk("duration_ms");
            reply.integer(run.millis());
        }
        reply.bulk("engines");
        List<ScriptEngine> all = engines.all();
        reply.map(all.size());
        for (ScriptEngine engine : all) {
            long count = 0;
            long functions = 0;
            for (Libraries.Library library : libraries.all()) {
                if (library.engine() == engine) {
                    count++;
                    functions += library.functions().size();
                }
            }
            reply.bulk(engine.name().toUpperCase(Locale.ROOT));
            reply.map(2);
            reply.bulk("libraries_count");
            reply.integer(count);
            reply.bulk("functions_count");
            reply.integer(functions);
        }
    }
}
