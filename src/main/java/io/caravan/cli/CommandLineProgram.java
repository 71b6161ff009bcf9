package io.caravan.cli;

import java.time.Clock;
import java.util.Locale;
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
    private final CommandLine commandLine;

    CommandLineProgram(Console console) {
        this(console, Clock.systemUTC());
    }

    /** @param clock what "now" is for every command */
    CommandLineProgram(Console console, Clock clock) {
        RootCommand root = new RootCommand();
        session = new Session(console, root.options(), clock);
        commandLine = new CommandLine(root)
                .addSubcommand(new InitCommand(session))
                .addSubcommand(new CheckCommand(session))
                .addSubcommand(new TestCommand(session))
                .addSubcommand(new TryCommand(session))
                .addSubcommand(new FunctionsCommand(session))
                .addSubcommand(new PlanCommand(session))
                .addSubcommand(new ApplyCommand(session))
                .addSubcommand(new ApproveCommand(session))
                .addSubcommand(new RejectCommand(session))
                .addSubcommand(new SyncCommand(session))
                .addSubcommand(new RunCommand(session))
                .addSubcommand(new ExplainCommand(session))
                .addSubcommand(new HistoryCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(LogCommand.group(session))
                .addSubcommand(DeadLettersCommand.group(session))
                .addSubcommand(new SettleCommand(session))
                .addSubcommand(new AssignCommand(session))
                .addSubcommand(new UnassignCommand(session))
                .addSubcommand(new AssignmentsCommand(session))
                .addSubcommand(new AccountsCommand(session))
                .addSubcommand(new RecordsCommand(session))
                .addSubcommand(new AdoptCommand(session))
                .addSubcommand(new DriftCommand(session))
                .addSubcommand(ReportCommand.group(session))
                .addSubcommand(JobCommand.group(session))
                .addSubcommand(QuarantineCommand.group(session))
                .addSubcommand(AlertsCommand.group(session))
                .addSubcommand(TokenCommand.group(session))
                .addSubcommand(WatermarkCommand.group(session))
                .addSubcommand(StoreCommand.group(session))
                .addSubcommand(ConnectorCommand.group(session))
                .addSubcommand(MappingCommand.group(session))
                .addSubcommand(ImportCommand.group(session))
                .addSubcommand(new SchemasCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new CompletionCommand(session))
                .addSubcommand(new HelpCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new java.io.PrintWriter(console.out(), true))
                .setErr(new java.io.PrintWriter(console.err(), true))
                .setParameterExceptionHandler(new Mistakes(console))
                .setExecutionExceptionHandler(new Breakage(session))
                .setExecutionStrategy(this::execute)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(console.columns() == 0 ? WIDEST_HELP : Math.max(NARROWEST_HELP, Math.min(console.columns(), WIDEST_HELP)))
                .setColorScheme(new ColorScheme.Builder(Ansi.OFF).build());
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
        return commandLine;
    }

    int execute(String... arguments) {
        return commandLine.execute(arguments);
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
