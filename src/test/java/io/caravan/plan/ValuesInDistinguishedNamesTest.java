package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.LookupTable;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Names;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A value of a source can never become a part of a distinguished name's syntax, whatever functions it passes. */
class ValuesInDistinguishedNamesTest {

    @Test
    void aValueInTheTextOfANameIsEscaped() {
        assertThat(dn("uid=${body[uid]},ou=people", "x,ou=admins")).isEqualTo("uid=x\\,ou\\=admins,ou=people");
    }

    @Test
    void aFunctionCannotCutAnEscapeInTwo() {
        assertThat(dn("uid=${left(${body[uid]}, 2)},ou=people", "a,b")).isEqualTo("uid=a\\,,ou=people");
    }

    @Test
    void aFunctionCannotTakeTheEscapeAway() {
        assertThat(dn("uid=${replace('\\', '', ${body[uid]})},ou=people", "a,b")).isEqualTo("uid=a\\,b,ou=people");
    }

    @Test
    void functionsAndTablesSeeTheValueItself() {
        assertThat(dn("uid=${iif(${body[uid]} == 'a,b', 'yes', 'no')},ou=${lookup('units', ${body[uid]})}", "a,b")).isEqualTo("uid=yes,ou=R & D\\, Lab");
    }

    @Test
    void aNameMadeByOneFunctionIsEscapedBeforeIt() {
        assertThat(dn("${concat('uid=', ${body[uid]})}", "x,ou=admins")).isEqualTo("uid=x\\,ou\\=admins");
    }

    @Test
    void howAFunctionIsWrittenMakesNoDifference() {
        assertThat(dn("$simple{concat('uid=', $simple{body[uid]})}", "x,ou=admins")).isEqualTo("uid=x\\,ou\\=admins");
    }

    @Test
    void anAttributeThatIsAWholeNameStaysOne() {
        assertThat(dn("${body[uid]}", "uid=a,ou=people")).isEqualTo("uid=a,ou=people");
    }

    private static Object dn(String expression, String uid) {
        Position position = Position.of("mappings/ldap.yaml", 1, 1);
        Problems problems = new Problems();
        AttributeRule.Source source = new AttributeRule.Source.Value(ExpressionCompiler.compile(expression, position,
                new Names(Optional.empty(), Set.of(), Set.of("units")), problems).orElseThrow(() -> new AssertionError(problems.inOrder())));
        AttributeRule rule = new AttributeRule("dn", source, AttributeRule.WhenAbsent.LEFT, AttributeRule.Kept.ALWAYS, 0, Optional.empty(), position);
        Mapping mapping = new Mapping(Map.of("dn", rule), Map.of(), Map.of("units", new LookupTable("units", Map.of("a,b", "R & D, Lab"))));
        return new MappingEvaluation(mapping, Attributes.of(Map.of("uid", uid)), Optional.empty(), Set.of("dn"), new Alone()).value("dn");
    }

    /** Nobody else is there. */
    private static final class Alone implements EvaluationContext {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public Referent reference(AttributeRule.Source.Reference to, String text) {
            return Referent.nobody();
        }

        @Override
        public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
            return candidates.iterator().next().get().toString();
        }
    }
}
