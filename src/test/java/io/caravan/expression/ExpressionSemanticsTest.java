package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Names;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What absent and null do, what keeps its type, what a condition says of itself. */
class ExpressionSemanticsTest {

    private static final Names NAMES = new Names(Optional.empty(), Set.of("login"), Set.of("cities"));
    private final SampleInput zoe = SampleInput.zoe();

    @Test
    void oneFunctionAloneKeepsItsType() {
        assertThat(value("${body[mails]}")).isEqualTo(zoe.attributes().get("mails"));
        assertThat(value("${body[number]}")).isEqualTo(42L);
        assertThat(value("${isNumeric('5')}")).isEqualTo(true);
        assertThat(value("${iif(${body[type]} == 'x', '', ${body[number]})}")).isEqualTo(42L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"First name [legal]", "a]b", "[x", "a}b", "{", "100 % (of \"all\")", "a, b", "it's", "a]'b", "${x", "a.b", " [ "})
    void aNameOfAColumnMayHaveAnySigns(String name) {
        Map<String, Object> record = Map.of(name, "Ada");
        String quote = name.contains("'") ? "\"" : "'";
        String read = "${body[" + quote + name + quote + "]}";
        assertThat(value(read, record)).isEqualTo("Ada");
        assertThat(value("x ${uppercase(" + read + ")}" + read, record)).isEqualTo("x ADAAda");
        assertThat(condition("${body[b]} == null && " + read + " == 'Ada'").test(SampleInput.of(record))).isTrue();
    }

    @Test
    void bracketsInPairsNeedNoQuotes() {
        assertThat(value("${body[First name [legal]]}", Map.of("First name [legal]", List.of("Ada", "Love")))).isEqualTo(List.of("Ada", "Love"));
        assertThat(value("${body[First name [legal]][1]}", Map.of("First name [legal]", List.of("Ada", "Love")))).isEqualTo("Love");
    }

    @Test
    void lineBreaksAtTheEndOfAYamlBlockAreNotPartOfTheValue() {
        assertThat(value("${body[number]}\n")).isEqualTo(42L);
        assertThat(value("a\nb\n\n")).isEqualTo("a\nb");
        assertThat(condition("${body[number]} == 42 &&\n  ${body[type]} == 'employee'\n").test(zoe)).isTrue();
    }

    @Test
    void theExamplesOfAMappingAreRead() {
        assertThat(condition("${body[type]} in 'employee,contractor' && ${body[email]} != null").test(zoe)).isTrue();
        assertThat(value("uid=${login},ou=people,dc=example,dc=com")).isEqualTo("uid=zli,ou=people,dc=example,dc=com");
        assertThat(value("${uniqueName('people', ${login}, ${concat(${login}, ${counter(2)})})}")).isEqualTo("zli3");
        assertThat(value("${lowercase(${left(${normalizeDiacritics(${body[givenName]})}, 1)})}${lowercase(${normalizeDiacritics(${body[familyName]})})}")).isEqualTo("zli");
        assertThat(value("${trim(${body[givenName]})} ${body[familyName]}")).isEqualTo("Zoë Li");
    }

    @Test
    void anAbsentInputMakesTheWholeValueAbsent() {
        assertThat(value("Dr ${body[title]} ${body[familyName]}")).isSameAs(Formula.ABSENT);
        assertThat(value("${uppercase(${body[title]})}")).isSameAs(Formula.ABSENT);
        assertThat(value("${concat(${body[title]}, ${body[nickname]})}")).isSameAs(Formula.ABSENT);
        assertThat(value("${concat(${body[nickname]}, ${body[title]})}")).as("absent counts more than null, wherever it stands").isSameAs(Formula.ABSENT);
        assertThat(value("${body[nickname]}${body[title]}")).isSameAs(Formula.ABSENT);
    }

    @Test
    void aNullInputMakesTheWholeValueNull() {
        assertThat(value("Dr ${body[nickname]}")).isNull();
        assertThat(value("${lowercase(${body[nickname]})}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${body[title]} == null", "${body[nickname]} == null", "${body[title]} != 'a'", "${body[nickname]} !in 'a,b'", "${body[title]} !contains 'a'",
            "${body[title]} !startsWith 'a'", "${body[title]} !regex '.*'", "${body[title]} !=~ 'a'", "${body[title]} !~~ 'a'", "${body[title]} !range '1..2'", "${not(${body[title]} == 'a')}",
            "null == ${body[title]}", "${body[title]} != ${body[nickname]}"})
    void withNothingKnownTheNegatedOperatorsHold(String condition) {
        assertThat(condition(condition).test(zoe)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${body[title]} != null", "${body[nickname]} != null", "${body[title]} == 'a'", "${body[nickname]} in 'a,b'", "${body[title]} contains ''", "${body[title]} startsWith ''",
            "${body[title]} regex '.*'", "${body[title]} > 0", "${body[title]} <= 0", "${body[title]}", "${body[nickname]}", "${body[title]} == ${body[title]}", "${body[nickname]} == ${body[nickname]}"})
    void withNothingKnownNoPlainOperatorHolds(String condition) {
        assertThat(condition(condition).test(zoe)).isFalse();
    }

    @Test
    void aBareNameIsADefineOrAnotherAttributeOfTheMapping() {
        Formula formula = formula("${login}@${body[country]}");
        assertThat(formula.evaluate(zoe)).isEqualTo("zli@CH");
        assertThat(formula.names()).containsExactly("login");
        assertThat(formula.attributes()).containsExactly("country");
    }

    @Test
    void aConditionKnowsWhatItReads() {
        Condition condition = condition("${isEmpty(${body[a]})} && ${uppercase(${body[b]})} == 'X' || ${login} == 'y'");
        assertThat(condition.attributes()).containsExactlyInAnyOrder("a", "b");
        assertThat(condition.names()).containsExactly("login");
    }

    @Test
    void aConditionNamesTheClauseAndTheValueThatDecided() {
        assertThat(condition("${body[type]} in 'intern,guest'").explain(zoe)).isEqualTo("${body[type]} in 'intern,guest' is false: type is \"employee\"");
        assertThat(condition("${body[country]} == 'CH' && ${body[type]} == 'intern' && ${body[x]} == 'y'").explain(zoe)).isEqualTo("${body[type]} == 'intern' is false: type is \"employee\"");
        assertThat(condition("${body[type]} == 'employee' && ${body[title]} == null").explain(zoe))
                .isEqualTo("${body[type]} == 'employee' is true: type is \"employee\"; ${body[title]} == null is true: title is absent");
        assertThat(condition("${body[type]} == 'a' || ${body[nickname]} == 'b'").explain(zoe))
                .isEqualTo("${body[type]} == 'a' is false: type is \"employee\"; ${body[nickname]} == 'b' is false: nickname is empty (null)");
        assertThat(condition("${body[type]} == 'a' || (${body[number]} > 1 && ${login} == 'zli')").explain(zoe))
                .isEqualTo("${body[number]} > 1 is true: number is 42; ${login} == 'zli' is true: login is \"zli\"");
        assertThat(condition("${body[mails]} contains 'x'").explain(zoe)).contains("mails is [\"a@example.com\", \"b@example.com\", \"a@example.com\"]");
    }

    @Test
    void clausesBindLeftToRightAsInCamelAndBracketsGroup() {
        assertThat(condition("true || true && false").test(zoe)).isFalse();
        assertThat(condition("true || (true && false)").test(zoe)).isTrue();
        assertThat(condition("false && false || true").test(zoe)).isTrue();
    }

    @Test
    void aListInTextIsAnErrorThatSaysWhatToDo() {
        assertThatThrownBy(() -> value("all: ${body[mails]}")).isInstanceOf(FormulaException.class).hasMessageContaining("a list of 3 values").hasMessageContaining("join");
    }

    @Test
    void elementsOfAListAreFoundFromBothEnds() {
        assertThat(value("${body[mails][1]} ${body[mails][last]} ${body[mails][last-1]} ${body[mails].size()}")).isEqualTo("b@example.com a@example.com b@example.com 3");
        assertThat(value("${body[mails][7]}")).isSameAs(Formula.ABSENT);
        assertThat(value("${body[email][0]}")).isEqualTo("zoe.li@example.com");
    }

    @Test
    void attributesMayHaveSpacesDotsAndBareBrackets() {
        SampleInput input = SampleInput.of(Map.of("a b", "1", "emails.work", "2"));
        assertThat(formula("${body[a b]}${body['a b']}${body[emails.work]}${body.emails.work}${body[ a b ]}").evaluate(input)).isEqualTo("11221");
    }

    @Test
    void switchComparesToTheLetterAndFallsBack() {
        assertThat(value("${switch(${body[country]}, 'en', 'ch', 'x', 'CH', 'de')}")).isEqualTo("de");
        assertThat(value("${switch(${body[title]}, 'none', 'CH', 'de')}")).isEqualTo("none");
    }

    @Test
    void theChoiceNotTakenIsNotComputed() {
        assertThat(value("${iif(${body[type]} == 'employee', 'fine', ${number(${body[email]})})}")).isEqualTo("fine");
        assertThat(value("${coalesce(${body[nickname]}, 'fine', ${number(${body[email]})})}")).isEqualTo("fine");
    }

    @Test
    void decimalsAreExact() {
        assertThat(value("${sum(0.1, 0.2)}")).isEqualTo(new BigDecimal("0.3"));
        assertThat(value("${ceil(99999999999.5)}")).isEqualTo(100_000_000_000L);
    }

    @Test
    void aCandidateSeesAllThatItsExpressionSees() {
        Problems problems = new Problems();
        Optional<Formula> ofRoles = ExpressionCompiler.compile("${uniqueName('people', ${join('-', ${assignment[roles]})})}", Position.of("mapping", 1, 1),
                new Names(Optional.empty(), true, Set.of(), Set.of()), problems);
        assertThat(problems.inOrder()).isEmpty();
        assertThat(ofRoles.orElseThrow().evaluate(zoe)).isEqualTo("buyer-seller");
        assertThat(value("${uniqueName('people', ${lookup('cities', ${body[country]})})}")).isEqualTo("Bern");
    }

    @Test
    void uniqueNameTriesCandidatesOneByOneAndCountsUp() {
        assertThat(value("${uniqueName('people', 'zli', 'zoeli', ${number(${body[email]})})}")).isEqualTo("zoeli");
        assertThat(value("${uniqueName('people', ${login}, ${login}${counter(2)})}")).isEqualTo("zli3");
        assertThat(value("${uniqueName('people', '${body[title]}', ${body[nickname]}, 'free')}")).as("candidates without a value are passed over").isEqualTo("free");
        assertThat(value("${uniqueName('people', ${body[title]}${counter(1)})}")).isSameAs(Formula.ABSENT);
    }

    @Test
    void theCounterEndsAt9999() {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i <= 10_000; i++) {
            taken.add("n" + i);
        }
        FormulaInput crowded = new SampleInput(Map.of(), Map.of(), taken);
        assertThatThrownBy(() -> formula("${uniqueName('people', 'n${counter(2)}')}").evaluate(crowded)).isInstanceOf(FormulaException.class);
        taken.remove("n9999");
        assertThat(formula("${uniqueName('people', 'n${counter(2)}')}").evaluate(new SampleInput(Map.of(), Map.of(), taken))).isEqualTo("n9999");
    }

    @Test
    void aLookupThatFindsNothingIsAbsentOrTheDefault() {
        assertThat(value("${lookup('cities', 'XX')}")).isSameAs(Formula.ABSENT);
        assertThat(value("${lookup('cities', ${body[nickname]})}")).isNull();
        assertThat(value("${lookup('cities', ${body[title]}, 'none')}")).isEqualTo("none");
    }

    @Test
    void redactedAndRandomValuesAreSensitive() {
        assertThat(formula("${redact(${body[email]})}").sensitive()).isTrue();
        assertThat(formula("x${randomString(12)}").sensitive()).isTrue();
        assertThat(formula("${body[email]}").sensitive()).isFalse();
    }

    @Test
    void aRandomStringHasWhatWasAskedForAndNothingToAvoid() {
        String text = (String) value("${randomString(20, 3, 2, 4, 5, 'O0Il1')}");
        assertThat(text).hasSize(20).doesNotContain("O", "0", "I", "l", "1");
        assertThat(text.chars().filter(Character::isDigit).count()).isGreaterThanOrEqualTo(3);
        assertThat(text.chars().filter(Character::isUpperCase).count()).isGreaterThanOrEqualTo(4);
        assertThat(text.chars().filter(Character::isLowerCase).count()).isGreaterThanOrEqualTo(5);
        assertThat(text.chars().filter(c -> !Character.isLetterOrDigit(c)).count()).isGreaterThanOrEqualTo(2);
        assertThatThrownBy(() -> value("${randomString(300)}")).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> value("${randomString(3, 2, 2)}")).isInstanceOf(FormulaException.class);
    }

    @Test
    void aDateThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> value("${dateParse('31.02.2026', 'dd.MM.yyyy')}")).isInstanceOf(FormulaException.class).hasMessageContaining("31.02.2026");
        assertThatThrownBy(() -> value("${dateFormat('soon', 'yyyy')}")).isInstanceOf(FormulaException.class).hasMessageContaining("ISO 8601");
    }

    @Test
    void adTicksThatMeanNeverAreNull() {
        assertThat(value("${fromAdTicks(0)}")).isNull();
        assertThat(value("${fromAdTicks(9223372036854775807)}")).isNull();
    }

    @Test
    void aPatternThatNeverEndsIsStopped() {
        SampleInput input = SampleInput.of(Map.of("x", "a".repeat(300)));
        assertThatThrownBy(() -> condition("${body[x]} regex '.*.*.*.*.*.*b'").test(input)).isInstanceOf(FormulaException.class).hasMessageContaining("takes too long");
        assertThatThrownBy(() -> formula("${replaceRegex('.*.*.*.*.*.*b', '', ${body[x]})}").evaluate(input)).isInstanceOf(FormulaException.class);
    }

    @Test
    void aPatternThatNestsTooDeepIsStopped() {
        SampleInput deep = SampleInput.of(Map.of("x", "ab".repeat(100_000)));
        assertThatThrownBy(() -> condition("${body[x]} regex '(a|b)*c'").test(deep)).isInstanceOf(FormulaException.class).hasMessageContaining("takes too long");
    }

    @Test
    void aTextThatGrowsWithoutEndIsStopped() {
        String ten = "aaaaaaaaaa";
        String plain = "a";
        String pattern = "a";
        for (int i = 0; i < 20; i++) {
            plain = "${replace('a', '" + ten + "', " + plain + ")}";
            pattern = "${replaceRegex('a', '" + ten + "', " + pattern + ")}";
        }
        for (String growing : List.of(plain, pattern, "x" + plain)) {
            Formula formula = formula(growing);
            assertThatThrownBy(() -> formula.evaluate(zoe)).isInstanceOf(FormulaException.class).hasMessageContaining("1000000 characters");
        }
    }

    @Test
    void textThatLooksLikeAnExpressionStaysData() {
        Map<String, Object> body = new HashMap<>();
        body.put("x", "${sys:user.home}');drop");
        assertThat(formula("${uppercase(${body[x]})}").evaluate(SampleInput.of(body))).isEqualTo("${SYS:USER.HOME}');DROP");
    }

    @Test
    void greekAndCyrillicNamesBecomeLatin() {
        assertThat(value("${normalizeDiacritics('Ελένη Παπαδοπούλου')}")).isEqualTo("Eleni Papadopoyloy");
        assertThat(value("${normalizeDiacritics('Щербаков Йосип')}")).isEqualTo("Shcherbakov Yosip");
        assertThat(value("${normalizeDiacritics('Łukasz Đorđević Þór Ægir')}")).isEqualTo("Lukasz Dordevic Thor Aegir");
    }

    private static Object value(String expression, Map<String, Object> record) {
        return formula(expression).evaluate(SampleInput.of(record));
    }

    private Object value(String expression) {
        return formula(expression).evaluate(zoe);
    }

    private static Formula formula(String expression) {
        Problems problems = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(expression, Position.of("mapping", 1, 1), NAMES, problems);
        assertThat(problems.inOrder()).isEmpty();
        return formula.orElseThrow();
    }

    private static Condition condition(String text) {
        Problems problems = new Problems();
        Optional<Condition> condition = ExpressionCompiler.compileCondition(text, Position.of("mapping", 1, 1), NAMES, problems);
        assertThat(problems.hasErrors()).as(problems.inOrder().toString()).isFalse();
        return condition.orElseThrow();
    }
}
