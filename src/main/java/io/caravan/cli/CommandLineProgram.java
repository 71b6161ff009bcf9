package io.caravan.cli;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** The command line as a whole: words in, exit code out. */
public final class CommandLineProgram {

    private static final int WIDEST_HELP = 110;
    /** picocli lays out nothing narrower. */
    private static final int NARROWEST_HELP = 55;

    private final Session session;
    private final Console console;
    private final RootCommand root;
    private final Map<String, Supplier<Object>> commands;

    CommandLineProgram(Console console) {
        this(console, Clock.systemUTC());
    }

    /** @param clock what "now" is for every command */
    CommandLineProgram(Console console, Clock clock) {
        this.console = console;
        this.root = new RootCommand();
        this.session = new Session(console, root.options(), clock);
        this.commands = commands(session);
    }

    /** How each command is made, in the order in which help tells of them. */
    private static Map<String, Supplier<Object>> commands(Session session) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", () -> new InitCommand(session));
        commands.put("check", () -> new CheckCommand(session));
        commands.put("test", () -> new TestCommand(session));
        commands.put("try", () -> new TryCommand(session));
        commands.put("functions", () -> new FunctionsCommand(session));
        commands.put("plan", () -> new PlanCommand(session));
        commands.put("apply", () -> new ApplyCommand(session));
        commands.put("approve", () -> new ApproveCommand(session));
        commands.put("reject", () -> new RejectCommand(session));
        commands.put("sync", () -> new SyncCommand(session));
        commands.put("run", () -> new RunCommand(session));
        commands.put("explain", () -> new ExplainCommand(session));
        commands.put("history", () -> new HistoryCommand(session));
        commands.put("status", () -> new StatusCommand(session));
        commands.put("log", () -> LogCommand.group(session));
        commands.put("dead-letters", () -> DeadLettersCommand.group(session));
        commands.put("settle", () -> new SettleCommand(session));
        commands.put("assign", () -> new AssignCommand(session));
        commands.put("unassign", () -> new UnassignCommand(session));
        commands.put("assignments", () -> new AssignmentsCommand(session));
        commands.put("accounts", () -> new AccountsCommand(session));
        commands.put("records", () -> new RecordsCommand(session));
        commands.put("adopt", () -> new AdoptCommand(session));
        commands.put("drift", () -> new DriftCommand(session));
        commands.put("report", () -> ReportCommand.group(session));
        commands.put("job", () -> JobCommand.group(session));
        commands.put("quarantine", () -> QuarantineCommand.group(session));
        commands.put("alerts", () -> AlertsCommand.group(session));
        commands.put("token", () -> TokenCommand.group(session));
        commands.put("watermark", () -> WatermarkCommand.group(session));
        commands.put("store", () -> StoreCommand.group(session));
        commands.put("connector", () -> ConnectorCommand.group(session));
        commands.put("mapping", () -> MappingCommand.group(session));
        commands.put("import", () -> ImportCommand.group(session));
        commands.put("schemas", () -> new SchemasCommand(session));
        commands.put("demo", () -> new DemoCommand(session));
        return commands;
    }

    /** Runs one command of this process and gives its exit code; never throws. */
    public static int run(String... arguments) {
        Console console = Console.ofProcess();
        CommandLineProgram program = new CommandLineProgram(console);
        Thread.setDefaultUncaughtExceptionHandler((thread, broken) -> new Breakage(program.session).report(broken));
        try {
            return program.execute(arguments);
        } catch (Throwable broken) {
            return new Breakage(program.session).report(broken);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** The commands there are, with their options, for those who tell about them. */
    CommandLine commands() {
        CommandLine all = new CommandLine(root);
        commands.values().forEach(command -> all.addSubcommand(command.get()));
        return configured(all.addSubcommand(new CompletionCommand(session)).addSubcommand(new HelpCommand()));
    }

    int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** To read what all commands may be given takes picocli a quarter of the time of a short command: where one is named first, it is enough to know that one. */
    private CommandLine commandLine(String... arguments) {
        Supplier<Object> named = arguments.length == 0 ? null : commands.get(arguments[0]);
        return named == null ? commands() : configured(new CommandLine(root).addSubcommand(named.get()));
    }

    private CommandLine configured(CommandLine commandLine) {
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new java.io.PrintWriter(console.out(), true))
                .setErr(new java.io.PrintWriter(console.err(), true))
                .setParameterExceptionHandler(new Mistakes(session))
                .setExecutionExceptionHandler(new Breakage(session))
                .setExecutionStrategy(this::execute)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(console.columns() == 0 ? WIDEST_HELP : Math.max(NARROWEST_HELP, Math.min(console.columns(), WIDEST_HELP)))
                .setColorScheme(new ColorScheme.Builder(Ansi.OFF).build());
    }

    /** Logging is set up before the first class that logs is loaded. */
    private int execute(CommandLine.ParseResult parsed) {
        boolean daemon = parsed.hasSubcommand() && parsed.subcommand().commandSpec().name().equals("run");
        int verbosity = Math.max(session.options().verbosity(), daemon ? 1 : 0);
        System.setProperty("caravan.log.format", session.options().logFormat().name().toLowerCase(Locale.ROOT));
        if (verbosity > 0) {
            System.setProperty("caravan.log.service", verbosity > 1 ? "DEBUG" : "INFO");
            System.setProperty("caravan.log.own", verbosity > 1 ? "DEBUG" : "INFO");
            System.setProperty("caravan.log.libraries", verbosity > 1 ? "INFO" : "WARN");
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
