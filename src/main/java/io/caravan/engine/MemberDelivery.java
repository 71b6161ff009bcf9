package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.ValueComparison;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts members into one group of a target, or takes them out: so many in a request, one request after the other. Of those that are refused
 * together each is asked for alone, so that one whom the target does not know stops nobody else.
 */
public final class MemberDelivery {

    /** After so many who are refused alone for one cause, and nobody who is not, it is the group, or the caller. */
    private static final int REFUSED_IN_A_ROW = 20;

    private final SystemPort system;
    private final AccountRequest request;
    private final MembershipSpec held;
    private final MemberNames compared;
    private final Set<String> done = new LinkedHashSet<>();
    private final Map<String, Outcome> refused = new LinkedHashMap<>();

    private MemberDelivery(SystemPort system, AccountRequest request) {
        this.system = system;
        this.request = request;
        ObjectSpec object = system.spec().connector().objects().get(request.object());
        this.held = object.memberships().orElseThrow();
        this.compared = MemberNames.of(object);
    }

    /**
     * @param request of {@link Operation#ADD_MEMBERS} or {@link Operation#REMOVE_MEMBERS}
     * @param before  what was answered before; those are not sent again
     */
    public static MembersAnswer send(SystemPort system, AccountRequest request, Optional<MembersAnswer> before) {
        MemberDelivery delivery = new MemberDelivery(system, request);
        MembersAnswer answer = delivery.send(delivery.names().stream().filter(name -> before.filter(known -> known.has(name)).isEmpty()).toList());
        return before.map(answer::after).orElse(answer);
    }

    /** How the name of a member is compared with others of that kind of group. */
    public static String key(ObjectSpec object, String name) {
        return MemberNames.of(object).key(name);
    }

    private List<String> names() {
        AttributeChange list = request.changes().get(0);
        return (request.operation() == Operation.ADD_MEMBERS ? list.add() : list.remove()).stream().map(Object::toString).toList();
    }

    private MembersAnswer send(List<String> names) {
        for (int from = 0; from < names.size(); from += held.chunk()) {
            List<String> chunk = names.subList(from, Math.min(names.size(), from + held.chunk()));
            Optional<Outcome> stops = sendChunk(chunk);
            if (stops.isPresent()) {
                return new MembersAnswer(stops.get(), done, refused);
            }
        }
        return new MembersAnswer(Outcome.ok(), done, refused);
    }

    /** @return why nothing more is to be sent; empty: go on */
    private Optional<Outcome> sendChunk(List<String> chunk) {
        Outcome together = execute(chunk);
        if (together.isOk()) {
            believe(chunk, together);
            return Optional.empty();
        }
        if (together.kind().isOfTheSystem()) {
            return Optional.of(together);
        }
        Map<String, Outcome> alone = new LinkedHashMap<>();
        boolean somebodyGotThrough = !done.isEmpty();
        for (String name : chunk) {
            Outcome one = chunk.size() == 1 ? together : execute(List.of(name));
            if (one.kind().isOfTheSystem()) {
                return Optional.of(one);
            }
            if (one.isOk()) {
                believe(List.of(name), one);
                somebodyGotThrough = true;
            } else {
                alone.put(name, together.begun() ? one.asBegun() : one); // it may be refused because it was among those who were taken
            }
            if (!somebodyGotThrough && alone.size() >= REFUSED_IN_A_ROW) {
                return Optional.of(one);
            }
        }
        boolean nobodyIsFound = !somebodyGotThrough && alone.values().stream().allMatch(one -> one.kind() == OutcomeKind.NOT_FOUND);
        if (nobodyIsFound && !showsGroup()) {
            return Optional.of(together);
        }
        refused.putAll(alone);
        return Optional.empty();
    }

    /** Whether it is the members who are not there, and not the group. */
    private boolean showsGroup() {
        return system.spec().connector().objects().get(request.object()).can(Operation.GET) && system.get(request.object(), request.anchor().orElseThrow()).isOk();
    }

    /** A yes is believed, but for whom the same answer says otherwise: where it tells who is in the group, somebody has looked. */
    private void believe(List<String> chunk, Outcome said) {
        if (!said.attributes().has(held.attribute())) {
            done.addAll(chunk);
            return;
        }
        boolean joins = request.operation() == Operation.ADD_MEMBERS;
        Set<String> inIt = ValueComparison.elements(said.attributes().get(held.attribute())).stream().map(name -> compared.key(name.toString())).collect(Collectors.toSet());
        for (String name : chunk) {
            if (inIt.contains(compared.key(name)) == joins) {
                done.add(name);
            } else {
                refused.put(name, Outcome.failed(OutcomeKind.IN_DOUBT, "the target said yes, and " + (joins ? "does not list this member" : "still lists this member")
                        + " when it is asked afterwards"));
            }
        }
    }

    /** What may have been carried out may be sent again. */
    private Outcome execute(List<String> names) {
        AttributeChange list = request.changes().get(0);
        boolean joins = request.operation() == Operation.ADD_MEMBERS;
        List<Object> values = List.copyOf(names);
        Outcome outcome = system.execute(new AccountRequest(request.operation(), request.object(), request.anchor(), request.account(),
                List.of(new AttributeChange(list.name(), null, null, joins ? values : List.of(), joins ? List.of() : values)), Optional.empty()));
        return outcome.kind() == OutcomeKind.IN_DOUBT ? Outcome.failed(OutcomeKind.UNAVAILABLE, outcome.message()) : outcome;
    }
}
