package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.caravan.connector.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an error says in words is for people: retries, conflicts, who is gone follow codes. A method that takes a message and also
 * looks into a text is suspect, as far as that shows in one method; those where the one has nothing to do with the other are named here.
 */
class NothingIsDecidedByWordsTest {

    private static final Set<String> LOOKS = Set.of("contains", "startsWith", "endsWith", "matches", "indexOf", "equalsIgnoreCase", "regionMatches", "contentEquals", "equals");
    private static final Set<String> MESSAGES = Set.of("getMessage", "getLocalizedMessage", "getDiagnosticMessage", "getExceptionMessage", "getReason", "getReasonPhrase",
            "getStatusText");
    /**
     * Each looks into something else (an expression, a file's name, what a sentence is made of, a name), and passes the message on; or holds one message against another, for whether the
     * same is said again.
     */
    private static final Set<String> PASS_IT_ON = Set.of("RouteCheck.checkExpression", "TrustedCertificates.store", "HttpAnswer.words", "ParentUnits.make", "ScimFormat.searched",
            "HistoryTelling.ahead", "CsvOutbox.format", "Trying.failure", "Inspection.lookForDrift", "StoreMaintenance.damage", "Refusals.refused", "Caravan.beginWhenPossible");

    /** Rooms in which a state, a kind or a verdict of ours could be carried as a text. */
    private static final List<String> ROOMS = List.of("plan", "engine", "runtime", "store", "operations", "cli");
    /**
     * What compares texts with others that stand in the source, since they are not ours: the keys of a stored or a foreign format, codes of databases, parts of addresses, the
     * names of attributes and settings, what somebody types; or a cell of a table that is filled beside it. What is ours is an enum or a constant of the room that it belongs to.
     */
    private static final Set<String> OTHERS_WORDS = Set.of(
            "BecauseJson", "ChangeJson", "UnconfirmedJson", "V4__why_is_data", "StoreFailures", "StoreMaintenance", "SqlitePreview", // formats and codes
            "Anonymous", "ConnectorRecording", "ConnectorReplay", "EntraPieces", "GivenToJob", "InboundDraft", "LifecycleColumns", "OutboundDraft", "PartialReads", "PastMemberships",
            "ProjectSchema", "SystemDraft", // attributes, settings, connectors
            "PushServer", "RouteCheck", "TriedExpression", // addresses and places
            "AdoptedAccounts", "CommandLineProgram", "DemoCommand", "HeldChoice", "HeldWhich", "ImportedEntra", "LineBreaks", "NewMapping", "WhenText", // what is typed
            "AdoptResult", "EntraImportResult", "StatusResult", // cells
            "ExplainingTheFuture", "GuardStep", "HistoryResult"); // a step of a decision, who decided, and an event, which may be any: only how it is told depends on them
    private static final Pattern COMPARED = Pattern.compile("\\b(?:equals|equalsIgnoreCase)\\((\"[^\"]*\"|[A-Z_]+)\\)|(\"[^\"]*\"|\\b[A-Z_]+)(?:::|\\.)equals\\b|\\bcase (\"[^\"]*\"|[A-Z_]+)"
            + "|\\b(?:Set|List)\\.of\\((\"[^\"]*\")(?:, \"[^\"]*\")*\\)(?:\\.|::)contains\\b");
    private static final Pattern CONSTANT = Pattern.compile("static final String ([A-Z_]+) = (\"[^\"]*\");");

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .importPackages("io.caravan.camel", "io.caravan.engine", "io.caravan.plan", "io.caravan.runtime", "io.caravan.operations", "io.caravan.store");
    }

    private static Stream<JavaCodeUnit> codeUnits() {
        return classes.stream().filter(each -> Files.exists(Path.of("src/main/java", each.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java")))
                .map(JavaClass::getCodeUnits).flatMap(Set::stream);
    }

    private static boolean takesAMessage(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return MESSAGES.contains(call.getName()) || call.getName().equals("message") && owner.isEquivalentTo(Outcome.class);
    }

    private static boolean looksIntoAText(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return owner.isEquivalentTo(String.class) && LOOKS.contains(call.getName())
                || owner.isEquivalentTo(Matcher.class) && List.of("find", "matches", "lookingAt").contains(call.getName());
    }

    @Test
    void noMethodTakesAMessageAndLooksIntoAText() {
        assertThat(codeUnits()).as("what is looked at").hasSizeGreaterThan(2_000);
        assertThat(codeUnits().filter(unit -> unit.getMethodCallsFromSelf().stream().anyMatch(NothingIsDecidedByWordsTest::takesAMessage)
                        && unit.getMethodCallsFromSelf().stream().anyMatch(NothingIsDecidedByWordsTest::looksIntoAText))
                .map(unit -> unit.getOwner().getSimpleName() + "." + unit.getName())).containsExactlyInAnyOrderElementsOf(PASS_IT_ON);
    }

    @Test
    void nothingOfOursIsATextThatIsComparedWithAnother() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String room : ROOMS) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/io/caravan", room))) {
                for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    if (comparesTexts(Files.readString(file))) {
                        found.add(file.getFileName().toString().replace(".java", ""));
                    }
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(OTHERS_WORDS);
    }

    /** With a word that stands there, or in a constant of the same file; what has no letters is no word. */
    private static boolean comparesTexts(String source) {
        Map<String, String> constants = CONSTANT.matcher(source).results().collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
        return COMPARED.matcher(source).results().flatMap(one -> IntStream.rangeClosed(1, one.groupCount()).mapToObj(one::group)).filter(Objects::nonNull)
                .map(word -> word.startsWith("\"") ? word : constants.getOrDefault(word, "")).anyMatch(word -> word.chars().anyMatch(Character::isLetter));
    }

    /** What the check finds, and what it leaves. */
    @Test
    void aTextIsComparedWhateverTheWayItIsWritten() {
        assertThat(List.of("x.status().equals(\"done\")", "\"done\".equals(x)", "filter(\"done\"::equals)", "case \"done\" -> 1;", "Set.of(\"done\", \"partly\").contains(x)",
                "static final String DONE = \"done\"; x.equals(DONE)", "static final String DONE = \"done\"; case DONE -> 1;")).allMatch(NothingIsDecidedByWordsTest::comparesTexts);
        assertThat(List.of("x.equals(\"-\")", "x == Status.DONE", "case DONE -> 1;", "x.equals(Status.DONE.word())", "x.equals(LogAction.READ)", "Set.of(\"done\")"))
                .noneMatch(NothingIsDecidedByWordsTest::comparesTexts);
    }

    /** One place reads the code that Active Directory puts there; the other shows the text. */
    @Test
    void onlyTheOutcomesOfADirectoryTakeItsDiagnosticMessage() {
        assertThat(codeUnits().filter(unit -> unit.getMethodCallsFromSelf().stream().anyMatch(call -> call.getName().equals("getDiagnosticMessage")))
                .map(unit -> unit.getOwner().getSimpleName()).distinct()).containsExactly("LdapOutcomes");
    }
}
