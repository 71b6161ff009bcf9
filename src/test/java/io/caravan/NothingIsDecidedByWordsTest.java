package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.caravan.connector.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an error says in words is for people: retries, conflicts, who is gone follow codes. A method that takes a message and also
 * looks into a text is suspect, as far as that shows in one method; those where the one has nothing to do with the other are named here.
 */
class NothingIsDecidedByWordsTest {

    private static final Set<String> LOOKS = Set.of("contains", "startsWith", "endsWith", "matches", "indexOf", "equalsIgnoreCase", "regionMatches", "contentEquals");
    private static final Set<String> MESSAGES = Set.of("getMessage", "getLocalizedMessage", "getDiagnosticMessage", "getExceptionMessage", "getReason", "getReasonPhrase",
            "getStatusText");
    /** Each looks into something else (an expression, a file's name, what a sentence is made of, a name), and passes the message on. */
    private static final Set<String> PASS_IT_ON = Set.of("RouteCheck.checkExpression", "TrustedCertificates.store", "HttpAnswer.words", "ParentUnits.make");

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

    /** One place reads the code that Active Directory puts there; the other shows the text. */
    @Test
    void onlyTheOutcomesOfADirectoryTakeItsDiagnosticMessage() {
        assertThat(codeUnits().filter(unit -> unit.getMethodCallsFromSelf().stream().anyMatch(call -> call.getName().equals("getDiagnosticMessage")))
                .map(unit -> unit.getOwner().getSimpleName()).distinct()).containsExactly("LdapOutcomes");
    }
}
