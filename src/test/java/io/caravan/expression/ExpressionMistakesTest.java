package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import io.caravan.mapping.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is found, at its column, with a remedy. The expression begins at column 10 of line 3. */
class ExpressionMistakesTest {

    private static final Position START = Position.of("mappings/corp.yaml", 3, 10);
    private static final Names NAMES = new Names(Optional.of(Set.of("givenName", "familyName", "employeeType", "mail")), Set.of("login", "id"), Set.of("cities"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${body[givenNam]}                    | EXPRESSION_UNKNOWN_ATTRIBUTE | 17 | did you mean givenName?
            x ${body.familyname} y               | EXPRESSION_UNKNOWN_ATTRIBUTE | 19 | did you mean familyName?
            ${body['mial']}                      | EXPRESSION_UNKNOWN_ATTRIBUTE | 18 | did you mean mail?
            ${lowcase(${body[mail]})}            | EXPRESSION_UNKNOWN_FUNCTION  | 12 | did you mean lowercase(text)?
            ${ToLower(${body[mail]})}            | EXPRESSION_UNKNOWN_FUNCTION  | 12 | did you mean lowercase(text)?
            ${IIF(${body[mail]} == 'a', b, c)}   | EXPRESSION_UNKNOWN_FUNCTION  | 12 | did you mean iif(
            ${SelectUniqueValue(a, b)}           | EXPRESSION_UNKNOWN_FUNCTION  | 12 | did you mean uniqueName(
            ${logim}                             | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${login}?
            ${mail}                              | EXPRESSION_UNKNOWN_NAME      | 12 | ${body[mail]}
            ${bdy[mail]}                         | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${body[mail]}?
            ${Body.mail}                         | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${body.mail}?
            ${person[mail]}                      | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${body[mail]}?
            ${person.mail}                       | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${body.mail}?
            ${mail[0]}                           | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${body[mail][0]}?
            ${asignment[roles]}                  | EXPRESSION_UNKNOWN_NAME      | 12 | did you mean ${assignment[roles]}?
            ${person[0]}                         | EXPRESSION_UNKNOWN_NAME      | 12 | add it under define
            ${uppercase}                         | EXPRESSION_UNKNOWN_NAME      | 12 | uppercase is a function
            ${sys:user.home}                     | EXPRESSION_REFUSED           | 12 | lookup table
            ${env.HOME}                          | EXPRESSION_REFUSED           | 12 | lookup table
            ${bean:x}                            | EXPRESSION_REFUSED           | 12 | route
            ${header.x}                          | EXPRESSION_REFUSED           | 12 | route
            ${exchangeProperty[x]}               | EXPRESSION_REFUSED           | 12 | route
            ${date:now:yyyy}                     | EXPRESSION_REFUSED           | 12 | dateFormat
            ${uuid(short)}                       | EXPRESSION_REFUSED           | 12 | guid
            ${load(x)}                           | EXPRESSION_REFUSED           | 12 | lookup table
            ${body[mail].getClass()}             | EXPRESSION_REFUSED           | 22 | functions.md
            ${body[mail].toUpperCase()}          | EXPRESSION_REFUSED           | 22 | uppercase
            ${body}                              | EXPRESSION_SYNTAX            | 12 | ${body[name]}
            ${left(${body[mail]})}               | EXPRESSION_ARGUMENTS         | 12 | give count as well
            ${uppercase(a, b)}                   | EXPRESSION_ARGUMENTS         | 12 | in quotes
            ${trim()}                            | EXPRESSION_ARGUMENTS         | 12 | ${trim(${body[name]})}
            ${left(${body[mail]}, one)}          | EXPRESSION_ARGUMENTS         | 32 | write a number
            ${uppercase(null)}                   | EXPRESSION_ARGUMENTS         | 22 | ${null}
            ${concat(a,,b)}                      | EXPRESSION_ARGUMENTS         | 21 | write ''
            ${uppercase(body[mail])}             | EXPRESSION_SYNTAX            | 22 | ${body[mail]}
            ${lookup('citis', ${body[mail]})}    | EXPRESSION_UNKNOWN_TABLE     | 19 | did you mean 'cities'?
            ${replaceRegex('(', 'x', 'y')}       | EXPRESSION_PATTERN           | 25 | mend the pattern
            ${dateFormat(${body[mail]}, 'bbb')}  | EXPRESSION_PATTERN           | 38 | yyyy-MM-dd
            ${dateAdd(${body[mail]}, 1, 'dayz')} | EXPRESSION_ARGUMENTS         | 38 | did you mean 'days'?
            ${dateFormat(${body[mail]}, 'yy', 'Europe/Zurch')} | EXPRESSION_ARGUMENTS | 44 | did you mean 'Europe/Zurich'?
            ${counter(2)}                        | EXPRESSION_ARGUMENTS         | 12 | uniqueName
            ${body[mail]                         | EXPRESSION_SYNTAX            | 10 | close it with }
            ${trim(${body[mail]}                 | EXPRESSION_SYNTAX            | 16 | close it with )
            ${uppercase('a)}                     | EXPRESSION_SYNTAX            | 22 | close it with '
            ${uppercase(it's)}                   | EXPRESSION_SYNTAX            | 24 | quotes of the other kind
            ${body[mail]} == 'a'                 | EXPRESSION_NOT_A_CONDITION   | 24 | test:
            ${body[mail]} ?? 'a'                 | EXPRESSION_OPERATOR          | 24 | ?:
            ${body[mail]} ~> ${trim('x')}        | EXPRESSION_OPERATOR          | 29 | leave one argument
            ${body[mail]} ~> 'x'                 | EXPRESSION_OPERATOR          | 24 | lacks one argument
            ${body[mail]} ~> ${login}            | EXPRESSION_OPERATOR          | 24 | lacks one argument
            ${}                                  | EXPRESSION_SYNTAX            | 10 | ${body[name]}
            ${ body[mail]}                       | EXPRESSION_SYNTAX            | 12 | without a space
            ${switch(${body[mail]}, 'x', 'a')}   | EXPRESSION_ARGUMENTS         | 39 | case, result
            ${switch(${body[mail]}, 'x', 'a', 'b', 'c')} | EXPRESSION_ARGUMENTS | 49 | case, result
            ${uniqueName(${login}, 'a')}         | EXPRESSION_ARGUMENTS         | 23 | write it as text
            """)
    void aMistakeInAValueIsReportedAtItsColumn(String expression, ProblemCode code, int column, String fix) {
        assertReported(problems(expression, false), code, column, fix);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${body[mail]} = 'a'                            | EXPRESSION_OPERATOR        | 24 | did you mean ==?
            ${body[mail]} equals 'a'                       | EXPRESSION_OPERATOR        | 24 | did you mean ==?
            ${body[mail]} contians 'a'                     | EXPRESSION_OPERATOR        | 24 | did you mean contains?
            ${body[mail]}=='a'                             | EXPRESSION_OPERATOR        | 23 | add the space
            ${body[mail]} in ['DE']                        | EXPRESSION_SYNTAX          | 27 | write 'DE'
            ${body[mail]} in ['DE', "FR"]                  | EXPRESSION_SYNTAX          | 27 | write 'DE,FR'
            ${body[mail]} in ('DE' , 'FR') && ${body[mail]} != null | EXPRESSION_SYNTAX | 27 | write 'DE,FR'
            ${body[mail]} !in [DE,FR                       | EXPRESSION_SYNTAX          | 28 | write 'DE,FR'
            ${body[mail]} in []                            | EXPRESSION_SYNTAX          | 27 | all in one pair of quotes
            ${body[mail]} == ['DE', 'FR']                  | EXPRESSION_SYNTAX          | 27 | write in 'DE,FR'
            ${body[mail]} == a                             | EXPRESSION_SYNTAX          | 27 | put it in quotes: 'a'
            body[mail] == 'a'                              | EXPRESSION_SYNTAX          | 10 | write ${body[mail]}
            ${body[mail]} ==                               | EXPRESSION_SYNTAX          | 26 | write the value
            ${body[mail]} is 'String'                      | EXPRESSION_REFUSED         | 24 | isString
            ${body[mail]} regex '['                        | EXPRESSION_PATTERN         | 30 | mend the pattern
            ${body[mail]} regex ${body[mail]}              | EXPRESSION_PATTERN         | 30 | cannot be checked
            ${body[mail]} range '1-5'                      | EXPRESSION_PATTERN         | 30 | from..to
            ${body[mail]} > null                           | EXPRESSION_OPERATOR        | 26 | == null
            'text'                                         | EXPRESSION_NOT_A_CONDITION | 10 | compare it
            !${body[mail]}                                 | EXPRESSION_OPERATOR        | 10 | not
            (${body[mail]} == 'a'                          | EXPRESSION_SYNTAX          | 10 | close it with )
            ${body[mail]} == 'a' and ${body[mail]} == 'b'  | EXPRESSION_SYNTAX          | 31 | join clauses
            ${body[mail]} == 'a' && ${body[mial]} == 'b'   | EXPRESSION_UNKNOWN_ATTRIBUTE | 41 | did you mean mail?
            """)
    void aMistakeInAConditionIsReportedAtItsColumn(String condition, ProblemCode code, int column, String fix) {
        assertReported(problems(condition, true), code, column, fix);
    }

    @Test
    void allMistakesOfAnExpressionAreReportedTogether() {
        List<Problem> problems = problems("${upper(${body[nam]})} and ${env.X} and ${left(${body[male]}, x)}", false);
        assertThat(problems).extracting(Problem::code).containsExactly(ProblemCode.EXPRESSION_UNKNOWN_FUNCTION, ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE,
                ProblemCode.EXPRESSION_REFUSED, ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE, ProblemCode.EXPRESSION_ARGUMENTS);
        assertThat(problems).extracting(problem -> problem.position().column()).isSorted();
    }

    @Test
    void theLengthOfAProblemIsThatOfTheWrongWord() {
        assertThat(problems("${body[givenNam]}", false).get(0).position().length()).isEqualTo("givenNam".length());
    }

    @Test
    void anAttributeOfTheMappingMayHaveANameThatIsRefusedElsewhere() {
        assertThat(problems("${id}", false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${body[mail]} == 'a' && ${body[mail]} == 'b' || ${body[mail]} == 'c'", "${body[mail]} not in 'a'", "${body[mail]} starts with 'a'"})
    void whatIsEasilyMisreadGivesAWarning(String condition) {
        assertThat(problems(condition, true)).extracting(Problem::severity).containsExactly(Severity.WARNING);
    }

    @Test
    void bracketsTakeTheWarningAway() {
        assertThat(problems("(${body[mail]} == 'a' && ${body[mail]} == 'b') || ${body[mail]} == 'c'", true)).isEmpty();
    }

    @Test
    void tooLongAndTooDeepExpressionsAreRefused() {
        assertThat(problems("x".repeat(10_001), false)).extracting(Problem::code).containsExactly(ProblemCode.EXPRESSION_TOO_COMPLEX);
        assertThat(problems("${trim(".repeat(40) + "a" + ")}".repeat(40), false)).extracting(Problem::code).containsExactly(ProblemCode.EXPRESSION_TOO_COMPLEX);
        assertThat(problems("(".repeat(4000), true)).extracting(Problem::code).contains(ProblemCode.EXPRESSION_TOO_COMPLEX);
    }

    /** Whatever stands around it: its brackets are closed, and so is whatever it stands in. */
    @ParameterizedTest
    @ValueSource(strings = {"${assignment[roles]}", "${assignment[x]}", "${assignment[roles}", "${body[nam]}", "${body}", "${body[mail].getClass()}", "${body[mail][x]}", "${logim}", "${env.HOME}",
            "${date:now:yyyy}", "${uuid(short)}", "${lowcase(${body[mail]})}", "${left(${body[mail]})}", "${}", "${ body[mail]}", "${bean:x?method=${body[mail]}}", "${true}",
            "${body[mail] == 'a'}", "${body[mail] == 'a' ? 'b'}", "${'a' == ${body[mail]}}", "${body[mail] == 'a' ? 'b' : c}", "${lookup('citis', ${body[mail]})}", "${counter(2)}"})
    void aMistakeIsToldOnceWhereverItStands(String mistake) {
        for (String around : List.of("%s", "a %s b", "${uppercase(%s)}", "${uppercase('%s')}", "${concat('a', %s, 'b')}", "${iif(%s == 'a', 'b', 'c')}", "${uppercase(${trim(%s)})} c")) {
            assertThat(problems(around.formatted(mistake), false)).as(around.formatted(mistake)).hasSize(1);
        }
        for (String around : List.of("%s == 'a'", "(${body[mail]} == 'a' || %s == 'b') && ${body[mail]} != 'c'", "'a' == %s", "${not(%s == 'a')}")) {
            assertThat(problems(around.formatted(mistake), true)).as(around.formatted(mistake)).hasSize(1);
        }
    }

    @Test
    void whatStandsBehindAMistakeIsReadOn() {
        assertThat(problems("${uppercase(${assignment[roles]})} ${body[nam]}", false)).extracting(Problem::code)
                .containsExactly(ProblemCode.EXPRESSION_UNKNOWN_NAME, ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE);
    }

    private static void assertReported(List<Problem> problems, ProblemCode code, int column, String fix) {
        assertThat(problems).as("exactly one").hasSize(1);
        Problem problem = problems.get(0);
        assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
        assertThat(problem.position().column()).as(problem.toString()).isEqualTo(column);
        assertThat(problem.position().line()).isEqualTo(3);
        assertThat(problem.fix()).contains(fix);
    }

    private static List<Problem> problems(String text, boolean condition) {
        Problems problems = new Problems();
        boolean compiled = condition ? ExpressionCompiler.compileCondition(text, START, NAMES, problems).isPresent()
                : ExpressionCompiler.compile(text, START, NAMES, problems).isPresent();
        assertThat(compiled).isEqualTo(!problems.hasErrors());
        return problems.inOrder();
    }
}
