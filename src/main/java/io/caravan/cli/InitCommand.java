package io.caravan.cli;

import io.caravan.operations.NewProject;
import io.caravan.operations.ProjectFolder;
import io.caravan.operations.Proposal;
import io.caravan.operations.Questions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan init}. */
@Command(name = "init", mixinStandardHelpOptions = true,
        description = "Begin a project: look at the systems, and write settings and mappings that pass check. Asks on a terminal what is not said. Writes over nothing.")
final class InitCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Where the project shall be (default: --project, or the current directory).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Where people come from: a CSV file, jdbc:…, ldap://HOST/DN, ldaps://HOST/DN or https://…/scim/v2; NAME=ADDRESS gives it a name. May be repeated.")
    private List<String> from = new ArrayList<>();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Where they shall have accounts, as well. May be repeated.")
    private List<String> to = new ArrayList<>();

    @Option(names = "--set", paramLabel = "NAME.SETTING=VALUE", description = "A setting of a system that is not to be guessed, such as app.token={{file:app.token}}. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--anonymise", description = "Show people that nobody is in comments and examples, in place of those that were read.")
    private boolean anonymise;

    InitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Questions questions = session.questions();
        if (from.isEmpty()) {
            addresses("Where do people come from? A CSV file, jdbc:…, ldap://HOST/DN or https://… (empty: no more)", questions, from);
            addresses("Where shall they have accounts? jdbc:…, ldap://HOST/DN or https://… (empty: no more)", questions, to);
        }
        ProjectFolder place = session.place(folder.map(dir -> dir.toAbsolutePath().normalize()).orElse(session.place().folder()));
        Proposal begun = NewProject.write(place, Path.of("").toAbsolutePath(), new NewProject.Wishes(from, to, settings, anonymise, questions), session.clock());
        return session.finish("init", new BegunResult(begun));
    }

    private static void addresses(String question, Questions questions, List<String> into) {
        Optional<String> answer = questions.ask(question);
        while (answer.isPresent()) {
            into.add(answer.get());
            answer = questions.ask("Another? (empty: no more)");
        }
    }

    /** Asks on the terminal, on stderr: stdout is for the result. */
    static Questions onTerminal(Console console) {
        BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return question -> {
            console.complain(question);
            try {
                return Optional.ofNullable(answers.readLine()).map(String::strip).filter(answer -> !answer.isEmpty());
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        };
    }
}
