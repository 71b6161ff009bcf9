package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.plan.MemberDecision;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which account of somebody decides who has one in each of two jobs, whichever is named first. */
class MemberAccountsTest {

    @ParameterizedTest
    @CsvSource({"ENABLED, UNMANAGED, OPEN", "ENABLED, MISSING, OPEN", "DISABLED, UNMANAGED, CLOSED", "DISABLED, MISSING, UNSEEN", "UNMANAGED, IN_DOUBT, UNCLEAR"})
    void oneThatIsManagedBeforeOneThatIsNot(LinkState one, LinkState other, MemberDecision.Standing decides) {
        InMemoryStateStore store = new InMemoryStateStore();
        store.links().save("employees", List.of(Link.of(1, "a", one, Attributes.empty())));
        store.links().save("externals", List.of(Link.of(1, "a", other, Attributes.empty())));
        for (List<Accounts> order : List.of(List.of(new Accounts("employees", "id"), new Accounts("externals", "id")), List.of(new Accounts("externals", "id"), new Accounts("employees", "id")))) {
            assertThat(new MemberAccounts(store, new MemberRules(order, false, false)).of(List.of(1L)).get(1L).standing()).isEqualTo(decides);
        }
    }
}
