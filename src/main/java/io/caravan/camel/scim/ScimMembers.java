package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.ValueComparison;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts members into one group, or takes them out, with a PATCH of what comes or goes (RFC 7644 §3.5.2); the list is never written as a whole. Who goes is named by a
 * filter in the path, because some providers empty the group when they are named by their values. Now and then the provider is asked whether it did what
 * it said, and whoever was refused alone may be as they shall be already. Sends nothing, as {@link ScimUpdate}. For one thread.
 */
final class ScimMembers implements ScimWork {

    private static final Set<Integer> MAY_BE_SO_ALREADY = Set.of(400, 404, 409, 422);
    private static final int MOST_VERSIONS = 3;
    /** A provider may need a moment until it shows what it did. */
    private static final int LOOKS = 3;
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    private final ScimSchema schema;
    private final AccountRequest request;
    private final ScimDialect dialect;
    private final GroupMembers how;
    private final String group;
    private final AttributeSpec list;
    private final ScimPath path;
    private final boolean adds;
    private final List<String> names;
    /** So many of them have been sent. */
    private int done;
    private Step step = Step.PATCH;
    private Runnable afterGet = () -> { };
    private Optional<String> version = Optional.empty();
    private int versions;
    private int looks;
    private boolean spellsAnew;
    private Exception refusal;
    /** Who is asked for by a search, and who was found. */
    private final List<String> asked = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    /** What is read to see who is in the group, where the group does not show that. */
    private MemberPages pages;
    /** Whether {@link #seen} says of everybody whether she is in the group. */
    private boolean looked;
    private boolean failed;

    /** @param group its path below the base address */
    ScimMembers(ScimSchema schema, AccountRequest request, String group, ScimDialect dialect, GroupMembers how) {
        this.group = group;
        this.schema = schema;
        this.request = request;
        this.dialect = dialect;
        this.how = how;
        this.adds = request.operation() == Operation.ADD_MEMBERS;
        AttributeChange change = request.changes().get(0);
        this.list = schema.attribute(change.name());
        this.path = schema.path(change.name());
        this.names = (adds ? change.add() : change.remove()).stream().map(Object::toString).toList();
        if (dialect.versioned()) {
            get(() -> step = Step.PATCH);
        }
    }

    @Override
    public AccountRequest request() {
        return request;
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public Optional<String> version() {
        return dialect.versioned() && step == Step.PATCH ? version : Optional.empty();
    }

    @Override
    public ObjectNode body() {
        return ScimPatch.ofMembers(schema, part(), how.byValue(), dialect.capitalised() || spellsAnew);
    }

    /** Those who go with the next request: some providers let fewer go than come. */
    private AttributeChange part() {
        AttributeChange change = request.changes().get(0);
        return adds ? change : new AttributeChange(change.name(), null, null, List.of(), change.remove().subList(done, end()));
    }

    private int end() {
        return adds || how.goAtOnce() == 0 ? names.size() : Math.min(names.size(), done + how.goAtOnce());
    }

    /** Whether this very member is in this very group. */
    @Override
    public Optional<String> search() {
        if (step != Step.GET || asked.isEmpty()) {
            return Optional.empty();
        }
        ScimPath member = dialect.searchesMembersByList() ? ScimPath.parse(path.name()) : path;
        ScimPath id = schema.path(schema.object().anchor());
        return Optional.of(ScimFilter.equality(id, schema.json(schema.attribute(schema.object().anchor()), request.anchor().orElseThrow()))
                + " and " + ScimFilter.equality(member, schema.json(list, asked.get(0))));
    }

    @Override
    public Optional<String> place() {
        return pages == null || step != Step.GET ? Optional.empty() : Optional.of(MemberPages.place(group));
    }

    @Override
    public Optional<String> query() {
        return place().map(there -> pages.query());
    }

    /** Who of those asked for is in the group, once somebody has looked; nothing as long as nobody has. */
    Optional<List<String>> inIt() {
        return looked ? Optional.of(names.stream().filter(seen::contains).toList()) : Optional.empty();
    }

    @Override
    public JsonNode result() throws Exception {
        if (failed) {
            throw refusal;
        }
        return null;
    }

    private void get(Runnable then) {
        step = Step.GET;
        afterGet = then;
    }

    @Override
    public void succeeded(JsonNode answer, Optional<String> told) {
        if (step == Step.GET) {
            version = told;
            if (pages != null) {
                if (!pages.take(answer)) {
                    return;
                }
                takeGroup(pages.group());
                pages = null;
            } else if (asked.isEmpty()) {
                takeGroup(answer);
            } else if (!isAnswer(answer)) {
                cannotLook(400, new OutcomeException(OutcomeKind.UNAVAILABLE, "a search for one group brought others: the provider does not search by members"));
                return;
            } else if (ScimList.total(answer) > 0) {
                seen.add(asked.get(0));
            }
            afterGet.run();
            return;
        }
        if (spellsAnew) {
            dialect.capitalises();
        }
        dialect.proves("members", ScimForm.PATH);
        refusal = null;
        done = end();
        if (done < names.size()) {
            if (dialect.versioned()) {
                get(() -> step = Step.PATCH);
            }
            return;
        }
        step = Step.NOTHING;
        if (how.sight() != GroupMembers.Sight.HIDDEN && dialect.isToBeLookedAt(how.lookEvery())) {
            look(this::judge);
        }
    }

    /** The group itself, or none. Whoever does not understand the question answers with others, or with all. */
    private boolean isAnswer(JsonNode list) {
        long total = ScimList.total(list);
        return total == 0 || total == 1 && request.anchor().orElseThrow().equals(ScimPath.parse(schema.attribute(schema.object().anchor()).path()).read(list.path("Resources").path(0)).asText());
    }

    private void takeGroup(JsonNode group) {
        seen.clear();
        ValueComparison.elements(ScimSchema.value(list, path.read(group))).forEach(member -> seen.add(member.toString()));
    }

    /** In the group, or, where it does not show who is in it, for one after the other. */
    private void look(Runnable then) {
        looks++;
        seen.clear();
        asked.clear();
        if (how.sight() == GroupMembers.Sight.PAGED) {
            pages = new MemberPages(path);
            get(then);
        } else if (how.sight() != GroupMembers.Sight.ASKED) {
            get(then);
        } else {
            asked.addAll(names);
            get(() -> askOn(then));
        }
    }

    /** One who is found to be as she shall be speaks for all; else each is asked for. */
    private void askOn(Runnable then) {
        boolean first = asked.size() == names.size();
        boolean asItShallBe = seen.contains(asked.get(0)) == adds;
        asked.remove(0);
        if (first && asItShallBe && refusal == null) {
            asked.clear();
            dialect.believes();
            step = Step.NOTHING;
        } else if (asked.isEmpty()) {
            then.run();
        } else {
            get(() -> askOn(then));
        }
    }

    private boolean isAsItShallBe() {
        return names.stream().allMatch(name -> seen.contains(name) == adds);
    }

    /** What was said to be done. */
    private void judge() {
        if (isAsItShallBe()) {
            dialect.believes();
        } else if (looks < LOOKS) {
            pause();
            look(this::judge);
            return;
        } else {
            dialect.doubts();
        }
        looked = true;
        step = Step.NOTHING;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One who was refused. */
    private void sortOut() {
        failed = !isAsItShallBe();
        step = Step.NOTHING;
    }

    @Override
    public void refused(int status, String scimType, Exception said) {
        boolean ofTheVersion = (status == 412 || status == 428) && step == Step.PATCH && versions++ < MOST_VERSIONS;
        boolean ofTheSpelling = step == Step.PATCH && status == 400 && (scimType.isEmpty() || scimType.equals("invalidsyntax"));
        if (ofTheVersion) {
            dialect.wantsVersions();
            get(() -> step = Step.PATCH);
        } else if (ofTheSpelling && !spellsAnew && !dialect.capitalised() && dialect.knowsNothing()) {
            refusal = said;
            spellsAnew = true;
        } else if (step == Step.GET) {
            cannotLook(status, said);
        } else {
            refusal = refusal == null ? said : refusal;
            boolean mayBeSo = names.size() == 1 && MAY_BE_SO_ALREADY.contains(status);
            if (mayBeSo && !adds && scimType.equals("notarget") && how.sight() == GroupMembers.Sight.HIDDEN) {
                step = Step.NOTHING; // the filter finds nobody: she is not in it (RFC 7644 §3.12)
            } else if (mayBeSo && how.sight() == GroupMembers.Sight.ASKED && status == 404) {
                get(() -> look(this::sortOut)); // a search does not tell that it is the group that is not there
            } else if (mayBeSo && how.sight() != GroupMembers.Sight.HIDDEN) {
                look(this::sortOut);
            } else {
                failed = true;
                step = Step.NOTHING;
            }
        }
    }

    /** Who may not look knows as much as before. */
    private void cannotLook(int status, Exception said) {
        if (!asked.isEmpty() && status == 400 && !dialect.searchesMembersByList()) {
            dialect.searchMembersByList();
            return;
        }
        failed = refusal != null;
        if (refusal == null && versions > 0 && looks == 0) {
            refusal = said;
            failed = true;
        }
        step = Step.NOTHING;
    }

    /** The answer as the connector gives it: only what was looked at is known. */
    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(schema.object().anchor(), request.anchor().orElseThrow());
        inIt().ifPresent(some -> answer.put(list.name(), some.isEmpty() ? null : some));
        return answer;
    }
}
