package io.caravan.engine;

import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MembershipRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a source says of memberships that means nobody whom the hub knows, or several: who asks is told why. Nothing is changed. */
public final class UnknownMembers {

    private static final int PAGE = 1000;

    private UnknownMembers() {
    }

    /**
     * @param anchor of the record that says so
     * @param where  where that was read
     * @param why    in words
     */
    public record Unknown(String anchor, String where, String why) {
    }

    /** Each of them, in the order of records. */
    public static void each(StateStore store, InboundJob job, Consumer<Unknown> consumer) {
        MembershipRule rule = job.memberships().orElseThrow();
        List<Meant> page = store.claims().open(job.name(), ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            tell(store, job, rule, page, consumer);
            page = store.claims().open(job.name(), page.get(page.size() - 1).claim(), PAGE);
        }
    }

    private static void tell(StateStore store, InboundJob job, MembershipRule rule, List<Meant> page, Consumer<Unknown> consumer) {
        Map<String, HubStore.RecordOwner> records = store.hub().owners(job.name(), page.stream().map(one -> one.claim().anchor()).distinct().toList());
        Optional<MeantSubjects> groups = rule.group().map(who -> MeantSubjects.of(store.hub(), who, page.stream().map(one -> one.claim().group()).toList()));
        Optional<MeantSubjects> members = rule.member().map(who -> MeantSubjects.of(store.hub(), who, page.stream().map(one -> one.claim().member()).toList()));
        for (Meant one : page) {
            Claim claim = one.claim();
            Optional<HubStore.RecordOwner> record = Optional.ofNullable(records.get(claim.anchor()));
            List<String> why = new ArrayList<>();
            groups.ifPresent(known -> why(known, rule.group().orElseThrow(), claim.group()).ifPresent(why::add));
            members.ifPresent(known -> why(known, rule.member().orElseThrow(), claim.member()).ifPresent(why::add));
            if (!rule.isPair() && record.flatMap(owner -> owner.identityId().isPresent() ? Optional.of(owner) : Optional.empty()).isEmpty()) {
                why.add("its record belongs to nobody");
            }
            consumer.accept(new Unknown(claim.anchor(), record.map(HubStore.RecordOwner::where).orElse(""),
                    why.isEmpty() ? "it waits for the next cycle" : String.join("; ", why)));
        }
    }

    private static Optional<String> why(MeantSubjects known, MembershipRule.Who who, String name) {
        return known.ambiguous(name).or(() -> known.one(name).isPresent() ? Optional.empty() : Optional.of(MeantSubjects.nobody(who, name)));
    }
}
