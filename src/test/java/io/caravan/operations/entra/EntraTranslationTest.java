package io.caravan.operations.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Names;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Entra's documentation says comes out of its expressions comes out of ours, and what cannot is said. */
class EntraTranslationTest {

    private static final Object ABSENT = Formula.ABSENT;

    /** One expression, what goes in, and what comes out of it in Entra. */
    private record Sample(String entra, Map<String, Object> given, Object expected) {

        @Override
        public String toString() {
            return entra + " of " + given;
        }
    }

    private static Sample sample(Object expected, String entra, Object... given) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            values.put((String) given[i], given[i + 1]);
        }
        return new Sample(entra, values, expected);
    }

    static Stream<Sample> samples() {
        return Stream.of(
                sample("John.Doe@contoso.com.test", "Append([upn], \".test\")", "upn", "John.Doe@contoso.com"),
                sample(ABSENT, "Append([upn], \".test\")"),
                sample("it's \"a\" ${b} \\n", "Append([a], \"'s \\\"a\\\" ${b} \\\\n\")", "a", "it"),
                sample("JohDoe", "Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))", "givenName", "John", "surname", "Doe"),
                sample(7L, "BitAnd(&HF, &HF7)"),
                sample(true, "CBool([a] = [b])", "a", "x", "b", "x"),
                sample(false, "CBool([a] = [b])", "a", "x", "b", "X"),
                sample(false, "CBool([a] = [b])", "a", "x"),
                sample("6/15/2009 8:45:30 AM", "CDate(\"2009-06-15T01:45:30-07:00\")"),
                sample("6/15/2009 12:00:00 AM", "CDate([d])", "d", "2009-06-15"),
                sample(ABSENT, "CDate([d])"),
                sample("John.Doe@contoso.com", "Coalesce([mail],[upn])", "mail", null, "upn", "John.Doe@contoso.com"),
                sample("", "Coalesce([mail],[upn], \"\")"),
                sample(ABSENT, "Coalesce([mail],[upn])"),
                sample("SABlAGwAbABvACAAdwBvAHIAbABkACEA", "ConvertToBase64([a])", "a", "Hello world!"),
                sample("48656C6C6F20776F726C6421", "ConvertToUTF8Hex([a])", "a", "Hello world!"),
                sample(2L, "Count([p])", "p", List.of("a", "b")),
                sample(0L, "Count([p])"),
                sample("42", "CStr([n])", "n", 42L),
                sample("3/23/2012 7:00:00 AM", "DateAdd(\"d\", 7, CDate([d]))", "d", "2012-03-16T07:00:00Z"),
                sample("3/6/2012 7:00:00 AM", "DateAdd(\"d\", -10, CDate([d]))", "d", "2012-03-16T07:00:00Z"),
                sample("3/30/2012 7:00:00 AM", "DateAdd(\"ww\", 2, CDate([d]))", "d", "2012-03-16T07:00:00Z"),
                sample("1/16/2013 7:00:00 AM", "DateAdd(\"m\", 10, CDate([d]))", "d", "2012-03-16T07:00:00Z"),
                sample("3/16/2014 7:00:00 AM", "DateAdd(\"yyyy\", 2, CDate([d]))", "d", "2012-03-16T07:00:00Z"),
                sample(13L, "DateDiff(\"d\", CDate([a]), CDate([b]))", "a", "2021-08-18", "b", "2021-08-31"),
                sample(-3449L, "DateDiff(\"d\", CDate([a]), CDate([b]))", "a", "2021-08-25T17:41:18Z", "b", "2012-03-16T07:00:00Z"),
                sample(-113L, "DateDiff(\"m\", CDate([a]), CDate([b]))", "a", "2021-08-25T17:41:18Z", "b", "2012-03-16T07:00:00Z"),
                sample(-9L, "DateDiff(\"yyyy\", CDate([a]), CDate([b]))", "a", "2021-08-25T17:41:18Z", "b", "2012-03-16T07:00:00Z"),
                sample(24L, "DateDiff(\"h\", \"2021-08-24\", \"2021-08-25\")"),
                sample(1440L, "DateDiff(\"n\", \"2021-08-24\", \"2021-08-25\")"),
                sample(86400L, "DateDiff(\"s\", \"2021-08-24\", \"2021-08-25\")"),
                sample("1/1/2012 11:00:00 PM", "DateFromNum([t])", "t", 129699324000000000L),
                sample("2015-01-23", "FormatDateTime([a], , \"yyyyMMddHHmmss.fZ\", \"yyyy-MM-dd\")", "a", "20150123105347.1Z"),
                sample(ABSENT, "FormatDateTime([a], , \"yyyyMMddHHmmss.fZ\", \"yyyy-MM-dd\")"),
                sample("31.12.2020", "FormatDateTime([a], , \"M/d/yyyy hh:mm:ss tt\", \"dd.MM.yyyy\")", "a", "12/31/2020 11:00:00 PM"),
                sample(ABSENT, "IgnoreFlowIfNullOrEmpty([d])", "d", ""),
                sample("x", "IgnoreFlowIfNullOrEmpty([d])", "d", "x"),
                sample(ABSENT, "IgnoreFlowIfNullOrEmpty(Switch([prefix], \"\", \"3443\", \"Dr.\", \"3444\", \"Prof.\"))", "prefix", "1"),
                sample("Prof.", "IgnoreFlowIfNullOrEmpty(Switch([prefix], \"\", \"3443\", \"Dr.\", \"3444\", \"Prof.\"))", "prefix", "3444"),
                sample("USA", "IIF([country]=\"USA\",[country],[department])", "country", "USA", "department", "Sales"),
                sample("Sales", "IIF([country]=\"USA\",[country],[department])", "country", "CH", "department", "Sales"),
                sample("True", "IIF([country]=\"USA\",IIF([state]=\"CA\",\"True\",\"False\"),\"False\")", "country", "USA", "state", "CA"),
                sample("Other", "IIF(IsNullOrEmpty([country]),\"Other\",[country])"),
                sample("CH", "IIF(IsPresent([country]),[country],\"Other\")", "country", "CH"),
                sample("Other", "IIF([country]=\"\",\"Other\",[country])", "country", ""),
                sample("CH", "IIF([country]<>\"\",[country],\"Other\")", "country", "CH"),
                sample("yes", "IIF([enabled]=\"True\",\"yes\",\"no\")", "enabled", true),
                sample("no", "IIF([enabled],\"yes\",\"no\")", "enabled", "False"),
                sample("soon", "IIF(DateDiff(\"d\", Now(), CDate([d])) > 5, \"late\", \"soon\")", "d", "2026-03-03"),
                sample("late", "IIF(DateDiff(\"d\", Now(), CDate([d])) > 5, \"late\", \"soon\")", "d", "2026-03-30"),
                sample(5L, "InStr(\"The quick brown fox\",[a])", "a", "quick"),
                sample(7L, "InStr(\"repEated\",[a],5,vbBinaryCompare)", "a", "e"),
                sample(4L, "InStr(\"repEated\",[a],3,vbTextCompare)", "a", "e"),
                sample(true, "IsNull([a])"),
                sample(false, "IsNull([a])", "a", ""),
                sample(true, "IsNullOrEmpty([a])", "a", ""),
                sample(false, "IsPresent([a])", "a", ""),
                sample(true, "IsString([a])", "a", "b"),
                sample("a", "Item([p], 1)", "p", List.of("a", "b")),
                sample("Doe, John", "Join(\", \", \"\", [surname], [givenName])", "givenName", "John", "surname", "Doe"),
                sample("Doe", "Join(\", \", [surname], [givenName])", "surname", "Doe"),
                sample("a;b;c", "Join(\";\", [p], [q])", "p", List.of("a", "b"), "q", "c"),
                sample("Doe-x", "Join(\"-\", Left([givenName], 0), [surname], \"x\")", "givenName", "John", "surname", "Doe"),
                sample("Joh", "Left(\"John Doe\", 3)"),
                sample("John", "Left([a], -1)", "a", "John"),
                sample("", "Left([a], 0)", "a", "John"),
                sample(ABSENT, "Left([a], 2)"),
                sample(3L, "Len([a])", "a", "Zoë"),
                sample("oe", "Mid([a], 2, 9)", "a", "Doe"),
                sample("Zoe", "NormalizeDiacritics([a])", "a", "Zoë"),
                sample(false, "Not([a])", "a", "True"),
                sample(true, "Not([a])", "a", false),
                sample("3/1/2026 8:00:00 AM", "Now()"),
                sample(132539615990000000L, "NumFromDate(Join(\"\", FormatDateTime([e], ,\"yyyy-MM-ddzzz\", \"yyyy-MM-dd\"), \" 23:59:59-08:00\"))", "e", "2020-12-31-08:00"),
                sample("Pablo Gonsalves (Second)", "PCase([a])", "a", "PABLO GONSALVES (SECOND)"),
                sample("Pinto-De'Silva", "PCase([a],\" '-\")", "a", "PINTO-DE'SILVA"),
                sample("Gregory James", "PCase(Join(\" \",[a],[b]))", "a", "GREGORY", "b", "JAMES"),
                sample("x", "Redact([a])", "a", "x"),
                sample(List.of("a", "b"), "RemoveDuplicates([p])", "p", List.of("a", "b", "a")),
                sample("john.doe", "Replace([mail], \"@contoso.com\", , ,\"\", ,)", "mail", "john.doe@contoso.com"),
                sample(ABSENT, "Replace([mail], \"@contoso.com\", , ,\"\", ,)"),
                sample("jsmith@contoso.com", "Replace([UserID],\"<username>\", , , , , \"<username>@contoso.com\")", "UserID", "jsmith"),
                sample("9998887777", "Replace([t], , \"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})\", , \"${phoneNumber}\", , )", "t", "+91 9998887777"),
                sample("19998887777", "Replace([mobile], , \"[()\\\\s-]+\", , \"\", , )", "mobile", "1 (999) 888-7777"),
                sample("888 Tremont Street", "Replace([a], ,\"(?<streetNumber>^\\\\d*)\",\"streetNumber\", \"888\", , )", "a", "545 Tremont Street"),
                sample("jsmith", "Replace([upn], , \"(?<Suffix>@(.)*)\", \"Suffix\", \"\", , )", "upn", "jsmith@contoso.com"),
                sample("a-888/x", "Replace([a], ,\"(a)-(?<n>\\\\d+)(/)\",\"n\", \"888\", , )", "a", "a-1/x"),
                sample("a-$1\\2/x", "Replace([a], ,\"(a)-(?<n>\\\\d+)(/)\",\"n\", \"$1\\\\2\", , )", "a", "a-1/x"),
                sample("8887779999", "Replace([t], , \"\\\\+(?<isd>\\\\d* )(?<no>\\\\d{10})\", \"no\" , , [mobile], )", "t", "", "mobile", "+91 8887779999"),
                sample("1", "Replace([t], , \"\\\\+(?<isd>\\\\d* )(?<no>\\\\d{10})\", \"no\" , , [mobile], )", "t", "1", "mobile", "+91 8887779999"),
                sample(ABSENT, "Replace([t], , \"\\\\+(?<isd>\\\\d* )(?<no>\\\\d{10})\", \"no\" , , [mobile], )", "mobile", "none"),
                sample("72", "Replace([a], , \"[a-zA-Z_]*\", , \"\", , )", "a", "john_doe72"),
                sample("Müller", "Replace([a], , \"\\\\W\", , \"\", , )", "a", "Mül-ler"),
                sample("b-a5", "Replace([x], , \"(?<n>a)(b)\", , \"$1-${n}5\", , )", "x", "ab"),
                sample(List.of("One", "Two"), "Split([e], \",\")", "e", "One,Two"),
                sample("abc", "StripSpaces([a])", "a", " a b c "),
                sample("Australia/Brisbane", "Switch([state], \"Australia/Sydney\", \"NSW\", \"Australia/Sydney\",\"QLD\", \"Australia/Brisbane\")", "state", "QLD"),
                sample("Australia/Sydney", "Switch([state], \"Australia/Sydney\", \"NSW\", \"x\",\"QLD\", \"Australia/Brisbane\")", "state", "qld"),
                sample("Australia/Sydney", "Switch([state], \"Australia/Sydney\", \"NSW\", \"x\")"),
                sample("0", "Switch([f], \"Default Value\", \"true\", \"1\", \"\", \"0\")"),
                sample("0", "Switch([f], \"Default Value\", \"true\", \"1\", \"\", \"0\")", "f", ""),
                sample("1", "Switch([f], \"Default Value\", \"true\", \"1\", \"\", \"0\")", "f", true),
                sample("Other", "Switch([country],[country],\"\",\"Other\")"),
                sample("CH", "Switch([country],[country],\"\",\"Other\")", "country", "CH"),
                sample(null, "Switch([Active], , \"1\", \"True\")", "Active", "0"),
                sample("False", "Switch([Active], , \"1\", IIF(DateDiff(\"d\", Now(), CDate([h])) > 5, \"False\", \"True\"), \"0\", \"False\")", "Active", "1", "h", "2026-04-01"),
                sample("m", "Switch(IsPresent([m]), \"none\", \"True\", [m])", "m", "m"),
                sample("none", "Switch(IsPresent([m]), \"none\", \"True\", [m])"),
                sample("abc", "ToLower([a], \"en-US\")", "a", "ABC"),
                sample("ABC", "ToUpper([a])", "a", "abc"),
                sample("x", "Trim([a])", "a", " x "),
                sample("brown", "Word(\"The quick brown fox\",3,\" \")"),
                sample("has", "Word([a],3,\",!&#\")", "a", "This,string!has&many separators"),
                sample("", "Word([a],9,\" \")", "a", "x"),
                sample("j.smith@contoso.com", "SelectUniqueValue(Join(\"@\", [a], \"contoso.com\"), Join(\"@\", [b], \"contoso.com\"))", "a", "taken", "b", "j.smith"),
                sample("say \"hi\"", "[a] ", "a", "say \"hi\""),
                sample("constant \"x\"", "\"constant \"\"x\"\"\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void saysTheSame(Sample sample) {
        EntraTranslation translation = translation();
        Said said = translation.whole(EntraParser.parse(sample.entra()));
        assertThat(said.isConstant() ? said.code() : value(said.code(), sample.given())).as(said.code()).isEqualTo(sample.expected());
    }

    private static EntraTranslation translation() {
        return new EntraTranslation(name -> "${body['" + name + "']}", "upn");
    }

    private static Object value(String code, Map<String, Object> given) {
        Problems problems = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(code, Position.of("test", 1, 1), Names.any(), problems);
        assertThat(problems.inOrder()).as(code).isEmpty();
        return formula.orElseThrow().evaluate(new Given(given));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "SingleAppRoleAssignment()|SingleAppRoleAssignment has 0 arguments, and needs 1",
        "DefaultDomain()|a setting of the tenant",
        "Frobnicate([a])|there is no function Frobnicate here",
        "Left([a])|Left has 1 argument, and needs 2",
        "Left([a], \"x\")|'x' is no whole number",
        "Switch([a], \"b\", \"c\")|Switch has 3 arguments",
        "Switch([a], \"b\", \"c\", \"d\", \"e\")|Switch has a case without a value",
        "ToLower([a], \"tr-TR\")|rules of a language",
        "Join(\"\", SelectUniqueValue([a], [b]))|stands inside another function",
        "FormatDateTime([a], \"AdjustToUniversal\", \"yyyy\", \"yyyy\")|DateTimeStyles",
        "FormatDateTime([a], , \"d\", \"yyyy-MM-dd\")|depends on a culture",
        "DateAdd(\"q\", 1, Now())|there is no unit 'q'",
        "Replace([a], , \"(?<a-b>x)\", , \"\", , )|a group that Java has not",
        "Replace([a], , \"[a-z-[aeiou]]\", , \"\", , )|out of a class",
        "Replace([a], , \"(?<x>a)+\", \"x\", \"b\", , )|is repeated",
        "Replace([a], , \"(a\", , \"b\", , )|the pattern is none here",
        "Replace([a], , \"a\", , [b], , )|must be written out",
        "Replace([a], \"x\", \"y\", , \"z\", , )|do not belong together",
        "IIF(\"a\" = \"a\", \"b\", \"c\")|the same for everybody",
        "[a|a square bracket is never closed",
        "\"a|a quote is never closed",
        "Left([a], 1|a bracket is never closed",
        "Left([a] 1)|a comma or a bracket is missing before '1' (character 10)",
        "Left([a], 1) x|goes on where it should end",
        "[a] = |a value is missing at the end",
        "]|a value is missing before ']'",
        "&H|this is no number",
        "1.2.3|this is no number",
        "mail|'mail' is neither text in quotes nor an attribute"})
    void saysWhyItCannot(String entra, String why) {
        assertThatThrownBy(() -> translation().whole(EntraParser.parse(entra))).isInstanceOf(NotFollowed.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 10_000})
    void whatIsNestedWithoutEndIsRefused(int deep) {
        assertThatThrownBy(() -> EntraParser.parse("Trim(".repeat(deep) + "[a]" + ")".repeat(deep))).isInstanceOf(NotFollowed.class)
                .hasMessageContaining(deep > 1000 ? "more than 20000 characters" : "nested more than 64 deep");
        assertThatThrownBy(() -> EntraParser.parse("(".repeat(10_000))).isInstanceOf(NotFollowed.class);
        assertThatThrownBy(() -> EntraParser.parse("A(".repeat(9_000))).isInstanceOf(NotFollowed.class);
    }

    @Test
    void whatIsNewEveryTimeIsOnlyForTheCreation() {
        for (String entra : List.of("Guid()", "Redact(RandomString(10,2,2,2,1,\"?,\"))", "SelectUniqueValue([a], [b])")) {
            EntraTranslation translation = translation();
            translation.whole(EntraParser.parse(entra));
            assertThat(translation.isOnlyOnCreate()).as(entra).isTrue();
        }
    }

    /** What an expression reads. */
    private record Given(Map<String, Object> attributes) implements FormulaInput {

        @Override
        public Object attribute(String name) {
            return attributes.containsKey(name) ? attributes.get(name) : Formula.ABSENT;
        }

        @Override
        public Object named(String name) {
            return Formula.ABSENT;
        }

        @Override
        public Instant now() {
            return Instant.parse("2026-03-01T08:00:00Z");
        }

        @Override
        public RandomGenerator random() {
            return new Random(7);
        }

        @Override
        public Optional<Object> lookup(String table, String key) {
            return Optional.empty();
        }

        @Override
        public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
            for (Supplier<Object> candidate : candidates) {
                if (!Set.of("taken@contoso.com").contains(candidate.get())) {
                    return candidate.get().toString();
                }
            }
            return null;
        }

        @Override
        public List<String> lookupTables() {
            return List.of();
        }
    }
}
