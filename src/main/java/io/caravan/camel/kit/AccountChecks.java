package io.caravan.camel.kit;

import io.caravan.camel.kit.KitFile.KitObject;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a target must show, from create to delete, each check with accounts of its own. */
final class AccountChecks {

    private static final int SEVERAL_PAGES = 12;
    /** Values that mean something to some language between here and the target, and must not. */
    private static final Map<String, String> NASTY = nasty();

    private final Checks checks;
    private final SystemPort port;
    private final String object;
    private final ObjectSpec spec;
    private final KitObject data;
    /** The anchors of accounts that were made and are not deleted. */
    private final Set<String> left = new LinkedHashSet<>();
    private int number;

    AccountChecks(Checks checks, SystemPort port, String object, KitObject data) {
        this.checks = checks;
        this.port = port;
        this.object = object;
        this.spec = port.spec().connector().objects().get(object);
        this.data = data;
    }

    private static Map<String, String> nasty() {
        Map<String, String> nasty = new LinkedHashMap<>();
        nasty.put("LDAP filter", "*)(uid=*");
        nasty.put("DN", "x,ou=admins");
        nasty.put("DN escapes", "\\2c #+<>;\"=");
        nasty.put("SQL", "'; drop table users; --");
        nasty.put("path", "../../Groups/1");
        nasty.put("URL", "a/b?c=d&e%2F#f");
        nasty.put("Simple", "${sys:user.home}");
        nasty.put("placeholder", "{{env:HOME}}");
        nasty.put("HTML", "<b>&amp;</b>");
        nasty.put("JSON", "\"},{\"a\":\"\\");
        nasty.put("accents", "Zoë Ångström");
        nasty.put("four-byte characters", "😀 𝔘");
        nasty.put("leading zero", "007");
        nasty.put("newline", "a\nb");
        nasty.put("very long", "x".repeat(3000));
        return nasty;
    }

    void run() {
        if (!spec.can(Operation.CREATE) || data.account().isEmpty()) {
            return;
        }
        check("create, then get", () -> {
            Map<String, Object> account = account();
            Likeness.requireAll(spec, account, get(create(account)));
        }, Operation.GET);
        check("create twice is a conflict", () -> {
            Map<String, Object> account = account();
            create(account);
            Checks.require("the second create", execute(creation(account, true)), OutcomeKind.CONFLICT);
        });
        check("get of an account that is not there", () -> Checks.require("get", port.get(object, gone()), OutcomeKind.NOT_FOUND),
                Operation.GET, Operation.DELETE);
        check("list is complete over several pages", this::listIsComplete, Operation.LIST);
        findChecks();
        updateChecks();
        stateChecks();
        deleteChecks();
        nastyChecks();
        batchCheck();
    }

    private void check(String name, Checks.Body body, Operation... needed) {
        if (Stream.of(needed).allMatch(spec::can)) {
            checks.check(object, name, body);
        }
    }

    private void findChecks() {
        for (String attribute : spec.find()) {
            check("find by " + attribute, () -> {
                Map<String, Object> account = account();
                String anchor = create(account);
                Object value = account.containsKey(attribute) || !spec.can(Operation.GET) ? account.get(attribute) : get(anchor).get(attribute);
                Checks.require(value != null, "the account of the kit file has no " + attribute + ", so its search is not proven; add it");
                List<Attributes> hits = port.find(object, attribute, value);
                Checks.require(hits.size() == 1 && hits.get(0).text(spec.anchor()).filter(anchor::equals).isPresent(),
                        hits.size() + " hits where the one account is expected");
                Checks.require(port.find(object, attribute, "nobody has this").isEmpty(), "a value that nobody has was found");
            }, Operation.FIND);
            if (!data.account().containsKey(attribute)) {
                continue;
            }
            check("find by " + attribute + " minds the case as declared", () -> {
                Map<String, Object> account = account();
                create(account);
                String value = account.get(attribute).toString();
                String other = value.equals(value.toUpperCase(Locale.ROOT)) ? value.toLowerCase(Locale.ROOT) : value.toUpperCase(Locale.ROOT);
                boolean hit = !port.find(object, attribute, other).isEmpty();
                Checks.require(value.equals(other) || hit != spec.attribute(attribute).caseExact(), "declared "
                        + (spec.attribute(attribute).caseExact() ? "case-exact" : "not case-exact") + ", but another case was " + (hit ? "found" : "not found"));
            }, Operation.FIND);
        }
    }

    private void updateChecks() {
        data.change().forEach((attribute, value) -> check("update " + attribute, () -> changeAndRead(Map.of(attribute, value)),
                Operation.UPDATE, Operation.GET));
        data.multiValued().forEach((attribute, value) -> check("update the values of " + attribute, () -> changeAndRead(Map.of(attribute, value)),
                Operation.UPDATE, Operation.GET));
        data.clear().forEach(attribute -> check("clear " + attribute, () -> {
            Map<String, Object> nothing = new HashMap<>();
            nothing.put(attribute, null);
            changeAndRead(nothing);
        }, Operation.UPDATE, Operation.GET));
        if (!data.rename().isEmpty()) {
            check("rename keeps the anchor", () -> changeAndRead(data.rename()), Operation.UPDATE, Operation.GET);
        }
        check("update of an account that is not there", () -> Checks.require("update",
                execute(request(Operation.UPDATE, gone(), Attributes.empty(), filled(data.change()))), OutcomeKind.NOT_FOUND),
                Operation.UPDATE, Operation.DELETE);
    }

    private void changeAndRead(Map<String, Object> change) {
        String anchor = create(account());
        Map<String, Object> values = filled(change);
        Outcome outcome = Checks.require("update", execute(request(Operation.UPDATE, anchor, get(anchor), values)), OutcomeKind.OK);
        Likeness.requireAll(spec, values, get(outcome.anchor().orElse(anchor)));
    }

    private void stateChecks() {
        if (spec.enabledBy().isEmpty()) {
            return;
        }
        check("create enabled", () -> requireState(create(account()), true), Operation.GET);
        check("create disabled", () -> requireState(Checks.require("create", execute(creation(account(), false)), OutcomeKind.OK)
                .anchor().orElseThrow(), false), Operation.GET);
        check("disable and enable", () -> {
            String anchor = create(account());
            String disabled = changedState(Operation.DISABLE, anchor);
            requireState(disabled, false);
            requireState(changedState(Operation.ENABLE, disabled), true);
        }, Operation.DISABLE, Operation.ENABLE, Operation.GET);
        check("disable of an account that is not there", () -> Checks.require("disable",
                execute(request(Operation.DISABLE, gone(), Attributes.empty(), Map.of())), OutcomeKind.NOT_FOUND),
                Operation.DISABLE, Operation.DELETE);
    }

    private String changedState(Operation operation, String anchor) {
        Outcome outcome = Checks.require(operation.word(), execute(request(operation, anchor, get(anchor), Map.of())), OutcomeKind.OK);
        return outcome.anchor().orElse(anchor);
    }

    private void requireState(String anchor, boolean enabled) {
        Object state = get(anchor).get(spec.enabledBy().orElseThrow());
        Checks.require(Boolean.valueOf(enabled).equals(state), spec.enabledBy().orElseThrow() + " reads as " + state + " where " + enabled + " is expected");
    }

    private void deleteChecks() {
        check("delete, then get", () -> {
            String anchor = create(account());
            delete(anchor);
            Checks.require("get", port.get(object, anchor), OutcomeKind.NOT_FOUND);
        }, Operation.DELETE, Operation.GET);
        check("delete twice", () -> Checks.require("the second delete",
                execute(request(Operation.DELETE, gone(), Attributes.empty(), Map.of())), OutcomeKind.NOT_FOUND, OutcomeKind.OK), Operation.DELETE);
    }

    private void nastyChecks() {
        for (String attribute : data.text()) {
            NASTY.forEach((name, value) -> {
                check(name + " in " + attribute + " is plain data", () -> {
                    String anchor = create(with(attribute, value));
                    Likeness.requireAll(spec, Map.of(attribute, value), get(anchor));
                    deleteAgain(anchor);
                }, Operation.GET);
                if (spec.find().contains(attribute)) {
                    check(name + " in " + attribute + " is found", () -> {
                        String anchor = create(with(attribute, value));
                        try {
                            Checks.require(port.find(object, attribute, value).size() == 1, "the account is not found by it, or others are");
                        } finally {
                            deleteAgain(anchor);
                        }
                    }, Operation.FIND);
                }
            });
        }
    }

    private Map<String, Object> with(String attribute, String value) {
        Map<String, Object> account = account();
        account.put(attribute, value);
        return account;
    }

    private void deleteAgain(String anchor) {
        if (spec.can(Operation.DELETE)) {
            delete(anchor);
        }
    }

    private void batchCheck() {
        boolean batches = port.spec().connector().limits().batch().filter(batch -> batch.operations().contains(Operation.CREATE)).isPresent();
        if (batches) {
            check("a batch answers each request for itself", () -> {
                Map<String, Object> twice = account();
                List<Outcome> outcomes = execute(List.of(creation(twice, true), creation(account(), true), creation(twice, true), creation(account(), true)));
                Checks.require(outcomes.stream().map(Outcome::kind).toList().equals(List.of(OutcomeKind.OK, OutcomeKind.OK, OutcomeKind.CONFLICT, OutcomeKind.OK)),
                        "the outcomes are " + outcomes.stream().map(outcome -> outcome.kind().word()).toList() + " where ok, ok, conflict, ok are expected");
            });
        }
    }

    private void listIsComplete() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < SEVERAL_PAGES; i++) {
            created.add(create(account()));
        }
        List<String> listed = new ArrayList<>();
        try (SourceReading reading = port.list(object, List.of())) {
            reading.forEachRemaining(item -> {
                Checks.require(item instanceof SourceItem.Read, "a record was rejected: " + item);
                listed.add(((SourceItem.Read) item).attributes().text(spec.anchor()).orElseThrow());
            });
        }
        Checks.require(listed.stream().distinct().count() == listed.size(), "the list has an account twice");
        Checks.require(listed.containsAll(created), "the list lacks " + created.stream().filter(anchor -> !listed.contains(anchor)).count()
                + " of " + created.size() + " new accounts");
    }

    /** A new account's values, different from all others. */
    private Map<String, Object> account() {
        number++;
        return filled(data.account());
    }

    private Map<String, Object> filled(Map<String, Object> template) {
        Map<String, Object> filled = new LinkedHashMap<>();
        template.forEach((name, value) -> filled.put(name, filledValue(value)));
        return filled;
    }

    private Object filledValue(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::filledValue).toList();
        }
        return value instanceof String text ? text.replace("<n>", String.valueOf(number)) : value;
    }

    private Outcome execute(AccountRequest request) {
        return noted(request, port.execute(request));
    }

    private List<Outcome> execute(List<AccountRequest> requests) {
        List<Outcome> outcomes = port.execute(requests);
        for (int i = 0; i < Math.min(requests.size(), outcomes.size()); i++) {
            noted(requests.get(i), outcomes.get(i));
        }
        return outcomes;
    }

    private Outcome noted(AccountRequest request, Outcome outcome) {
        boolean gone = request.operation() == Operation.DELETE && outcome.kind() == OutcomeKind.NOT_FOUND;
        if (outcome.isOk() || gone) {
            boolean renamed = outcome.anchor().isPresent();
            request.anchor().filter(anchor -> gone || renamed || request.operation() == Operation.DELETE).ifPresent(left::remove);
            outcome.anchor().filter(anchor -> request.operation() != Operation.DELETE).ifPresent(left::add);
        }
        return outcome;
    }

    /** Takes away what the checks have made, in a system that goes on when they are over; says what stays. */
    void cleanUp() {
        if (left.isEmpty()) {
            return;
        }
        boolean deletes = spec.can(Operation.DELETE);
        Optional<Operation> ending = deletes ? Optional.of(Operation.DELETE) : Optional.of(Operation.DISABLE).filter(spec::can);
        List<String> open = new ArrayList<>();
        for (String anchor : List.copyOf(left)) {
            if (!ending.map(operation -> isEnded(operation, anchor)).orElse(false)) {
                open.add(anchor);
            }
        }
        String title = "what was made is taken away";
        if (!open.isEmpty()) {
            checks.check(object, title, () -> Checks.require(false, "these accounts are still there: " + String.join(", ", open) + "; take them away by hand"));
        } else if (deletes) {
            checks.check(object, title, () -> { });
        } else {
            checks.leftOut(object, title, "the connector deletes nothing, so these accounts stay, disabled: " + String.join(", ", left));
        }
    }

    private boolean isEnded(Operation operation, String anchor) {
        try {
            Attributes account = spec.can(Operation.GET) ? port.get(object, anchor).attributes() : Attributes.empty();
            Outcome outcome = execute(request(operation, anchor, account, Map.of()));
            return outcome.isOk() || outcome.kind() == OutcomeKind.NOT_FOUND;
        } catch (RuntimeException refused) { // whatever it is: the account stays, and that is told
            return false;
        }
    }

    ObjectSpec spec() {
        return spec;
    }

    /** The anchor of a new account. */
    String fresh() {
        return create(account());
    }

    /** The anchor of an account after an update of it. */
    String changed(String anchor) {
        return Checks.require("update", execute(request(Operation.UPDATE, anchor, get(anchor), filled(data.change()))), OutcomeKind.OK).anchor().orElse(anchor);
    }

    void delete(String anchor) {
        Checks.require("delete", execute(request(Operation.DELETE, anchor, get(anchor), Map.of())), OutcomeKind.OK);
    }

    private String create(Map<String, Object> account) {
        return Checks.require("create", execute(creation(account, true)), OutcomeKind.OK).anchor().orElseThrow();
    }

    Attributes get(String anchor) {
        return Checks.require("get", port.get(object, anchor), OutcomeKind.OK).attributes();
    }

    /** The anchor of an account that was there and is no more. */
    String gone() {
        String anchor = create(account());
        delete(anchor);
        return anchor;
    }

    private AccountRequest creation(Map<String, Object> account, boolean enabled) {
        return new AccountRequest(Operation.CREATE, object, Optional.empty(), Attributes.empty(), changes(Attributes.empty(), account),
                spec.enabledBy().map(attribute -> enabled));
    }

    private AccountRequest request(Operation operation, String anchor, Attributes account, Map<String, Object> values) {
        return new AccountRequest(operation, object, Optional.of(anchor), account, changes(account, values), Optional.empty());
    }

    private List<AttributeChange> changes(Attributes before, Map<String, Object> values) {
        List<AttributeChange> changes = new ArrayList<>();
        Attributes.of(values).asMap().forEach((name, after) -> {
            List<Object> old = elements(before.get(name));
            List<Object> now = elements(after);
            boolean several = spec.attribute(name).multiValued() || after instanceof List<?>;
            changes.add(new AttributeChange(name, before.get(name), after, several ? without(now, old) : List.of(), several ? without(old, now) : List.of()));
        });
        return changes;
    }

    private static List<Object> elements(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? List.copyOf(list) : List.of(value);
    }

    private static List<Object> without(List<Object> some, List<Object> others) {
        return some.stream().filter(element -> !others.contains(element)).toList();
    }
}
