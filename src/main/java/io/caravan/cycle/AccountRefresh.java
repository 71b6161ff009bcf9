package io.caravan.cycle;

import io.caravan.connector.ObjectSpec;
import io.caravan.identity.Attributes;
import io.caravan.identity.Because;
import io.caravan.identity.Link;
import io.caravan.identity.LinkState;
import io.caravan.identity.Reason;
import io.caravan.plan.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a link becomes by what its target shows of the account, or does not show. Pure. */
final class AccountRefresh {

    private AccountRefresh() {
    }

    /** The link with the account as it is now; attributes the reading did not tell of stay as known only if it tells none of them ever. */
    static Link shown(Link link, Attributes account, ObjectSpec object) {
        Map<String, Object> shadow = new LinkedHashMap<>();
        link.shadow().asMap().forEach((name, value) -> {
            if (account.has(name)) {
                shadow.put(name, Values.same(object.attribute(name), value, account.get(name)) ? value : account.get(name));
            } else if (object.attribute(name).sensitive()) {
                shadow.put(name, value);
            }
        });
        account.asMap().forEach(shadow::putIfAbsent);
        Link now = link.with(state(link, account, object), Attributes.of(shadow));
        return link.state() == LinkState.MISSING ? now.withProblem(Optional.empty()) : now;
    }

    private static LinkState state(Link link, Attributes account, ObjectSpec object) {
        if (link.state() == LinkState.UNMANAGED) {
            return LinkState.UNMANAGED;
        }
        if (object.enabledBy().isEmpty()) {
            return link.state() != LinkState.MISSING ? link.state() : link.disabledAt().isPresent() ? LinkState.DISABLED : LinkState.ENABLED;
        }
        return Boolean.FALSE.equals(account.get(object.enabledBy().get())) ? LinkState.DISABLED : LinkState.ENABLED;
    }

    /** The target does not find the account, and nothing proves that it is gone: everything known of it stays. */
    static Link missing(Link link, Optional<Because> behindIt) {
        Because missing = Because.of(Reason.ACCOUNT_MISSING, link.anchor().orElse(""));
        return link.with(LinkState.MISSING, link.shadow()).withProblem(Optional.of(behindIt.map(missing::dueTo).orElse(missing)));
    }

    /** It was proven that the account is gone from the target, not by us. */
    static Link gone(Link link) {
        return new Link(link.identityId(), Optional.empty(), LinkState.GONE, Attributes.empty(), link.because(),
                Optional.of(Because.of(Reason.ACCOUNT_GONE, link.anchor().orElse(""))), Optional.empty(), link.dueAt());
    }
}
