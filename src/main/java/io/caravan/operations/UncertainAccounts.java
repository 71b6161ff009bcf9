package io.caravan.operations;

import io.caravan.engine.StateStore;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says of which linked accounts a job does not know whether they are there, and whose they are. */
final class UncertainAccounts {

    private static final int NAMED = 5;

    private UncertainAccounts() {
    }

    /** What an operator should know of them; empty when there are none. */
    static List<String> of(String job, Map<String, Long> accounts, StateStore store) {
        List<String> said = new ArrayList<>();
        long missing = accounts.getOrDefault(LinkState.MISSING.word(), 0L);
        if (missing > 0) {
            said.add(job + " does not find " + Quantity.of(missing, "account") + " that it is linked to, and nothing proves that "
                    + (missing == 1 ? "it is" : "they are") + " gone: " + names(job, LinkState.MISSING, missing, store)
                    + ". Each cycle asks again; if the application works, look there, and then: caravan settle WHO " + job);
        }
        long inDoubt = accounts.getOrDefault(LinkState.IN_DOUBT.word(), 0L);
        if (inDoubt > 0) {
            said.add(job + " does not know whether " + Quantity.of(inDoubt, "account") + (inDoubt == 1 ? " was" : " were") + " created: "
                    + names(job, LinkState.IN_DOUBT, inDoubt, store) + ". Each cycle looks again; why: caravan log --job " + job + " --status failure; where it stays so: caravan settle WHO " + job);
        }
        return said;
    }

    private static String names(String job, LinkState state, long count, StateStore store) {
        List<Link> links = store.links().inState(job, state, 0, NAMED);
        Map<Long, Identity> identities = store.hub().identities(links.stream().map(Link::identityId).toList());
        String named = links.stream().map(link -> identities.get(link.identityId()).key() + link.anchor().map(anchor -> " (" + anchor + ")").orElse(""))
                .collect(Collectors.joining(", "));
        return count > links.size() ? named + " and " + Quantity.grouped(count - links.size()) + " more" : named;
    }
}
