package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One change of a resource that is there, carried out in as many requests as its provider needs; mostly one. A PATCH that is
 * refused for its form, or answered with success and not carried out, is said in other forms, each attribute by itself, and
 * what works is remembered. Sends nothing: it says what is to be sent, and is told what came back. For one thread.
 */
final class ScimUpdate implements ScimWork {

    /** Which scimTypes (RFC 7644 §3.12) may be about how a change is said, and not about what it says. */
    private static final Set<String> OF_THE_FORM = Set.of("", "notarget", "invalidpath", "invalidsyntax", "invalidfilter", "toomany", "mutability");
    private static final int MOST_VERSIONS = 3;

    private final ScimSchema schema;
    private final AccountRequest request;
    private final ScimDialect dialect;
    private final List<ScimChange> changes = new ArrayList<>();
    /** Of those, whether the account is active. */
    private final List<ScimChange> switching = new ArrayList<>();
    /** Whether the resource may be put back as a whole. */
    private final boolean mayPut;
    private Step step;
    /** What happens once the resource has been read. */
    private Runnable afterGet = this::goOn;
    private List<ScimChange> sent = List.of();
    private JsonNode resource;
    private JsonNode told;
    private Optional<String> version = Optional.empty();
    private int versions;
    private boolean together = true;
    private boolean spellsAnew;
    private boolean withoutId;
    private boolean wasRefusedTogether;
    private Exception failure;

    /**
     * @param further what is to be set beside the request's changes: whether the account is active
     * @param how     by which request that is done
     */
    ScimUpdate(ScimSchema schema, AccountRequest request, List<AttributeChange> further, ScimDialect dialect, ScimSwitch how) {
        this.schema = schema;
        this.request = request;
        this.dialect = dialect;
        request.changes().forEach(change -> changes.add(new ScimChange(schema, change, request.account().get(change.name()), dialect)));
        further.forEach(change -> switching.add(new ScimChange(schema, change, null, dialect)));
        if (how == ScimSwitch.NO_PATH) {
            switching.forEach(change -> change.beginWith(ScimForm.NO_PATH));
        }
        changes.addAll(switching);
        this.mayPut = schema.object().memberships().isEmpty() || dialect.putsGroups();
        this.step = Step.DELETE;
        boolean deletes = request.operation() == Operation.DELETE || request.operation() == Operation.DISABLE && how == ScimSwitch.DELETE;
        if (!deletes) {
            goOn();
        } else if (dialect.versioned()) {
            get(() -> step = Step.DELETE);
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
    public boolean hasBegun() {
        return changes.stream().anyMatch(ScimChange::wasAccepted);
    }

    @Override
    public Optional<String> version() {
        return (dialect.versioned() || step == Step.PUT) && step != Step.GET && versions < MOST_VERSIONS ? version : Optional.empty();
    }

    /** All of it in one PATCH, as a bulk request carries it. */
    ObjectNode patch() {
        return ScimPatch.of(schema, request, changes, null, dialect.capitalised());
    }

    @Override
    public ObjectNode body() {
        if (step == Step.PATCH) {
            return ScimPatch.of(schema, request, sent, resource, dialect.capitalised() || spellsAnew);
        }
        ObjectNode whole = resource.deepCopy();
        whole.remove("meta");
        if (withoutId) {
            whole.remove("id");
        }
        schema.object().attributes().values().stream().filter(spec -> spec.readOnly() && !spec.name().equals(schema.object().anchor()))
                .forEach(spec -> schema.path(spec.name()).write(whole, null));
        schema.write(whole, sent);
        return whole;
    }

    @Override
    public JsonNode result() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return told;
    }

    private void goOn() {
        if (dialect.withoutPatch() && mayPut) {
            changes.stream().filter(change -> !(dialect.switchesByPatch() && switching.contains(change))).forEach(ScimChange::put);
        }
        List<ScimChange> open = changes.stream().filter(change -> !change.isSettled()).toList();
        List<ScimChange> patched = open.stream().filter(change -> change.form() != ScimForm.PUT).toList();
        if (failure != null || open.isEmpty()) {
            finish();
        } else if (patched.isEmpty()) {
            sent = open;
            get(() -> step = Step.PUT);
        } else {
            sent = together && !dialect.alone() ? patched : patched.subList(0, 1);
            boolean mustLook = resource == null && sent.stream().anyMatch(change -> change.form() == ScimForm.WHOLE || change.isSharedWhole() || change.form() == ScimForm.COMPLEX && !change.path().sub().equals("value"));
            if (mustLook || dialect.versioned() && version.isEmpty()) {
                get(() -> step = Step.PATCH);
            } else {
                step = Step.PATCH;
            }
        }
    }

    private void get(Runnable then) {
        step = Step.GET;
        afterGet = then;
    }

    private void finish() {
        step = Step.NOTHING;
        if (failure == null) {
            failure = changes.stream().filter(change -> change.refusal() != null && !change.wasAccepted()).map(ScimChange::refusal).findFirst().orElse(null);
        }
        if (wasRefusedTogether && failure == null && changes.stream().allMatch(change -> change.wasAccepted() && change.isFirstForm())) {
            dialect.takesOneAtATime();
        }
    }

    @Override
    public void succeeded(JsonNode answer, Optional<String> answered) {
        switch (step) {
            case GET -> {
                resource = answer;
                told = answer;
                version = answered;
                afterGet.run();
            }
            case DELETE -> {
                told = null;
                step = Step.NOTHING;
            }
            default -> {
                told = answer == null || answer.isEmpty() ? null : answer; // what was read before tells nothing any more
                version = Optional.empty();
                written(answer);
            }
        }
    }

    private void written(JsonNode answer) {
        sent.forEach(ScimChange::accept);
        if (spellsAnew) {
            dialect.capitalises();
        }
        if (sent.stream().allMatch(change -> dialect.isProven(change.kind(), change.form()) && !isLie(change, answer))) {
            sent.forEach(ScimChange::settle);
            resource = null;
            goOn();
        } else if (answer != null && isWhole(answer) && sent.stream().allMatch(change -> change.isIn(answer))) {
            resource = answer;
            judge();
        } else {
            get(this::judge);
        }
    }

    /** A form that was proven for one of two values may not work for the other. */
    private boolean isLie(ScimChange change, JsonNode answer) {
        return answer != null && change.isContradictedBy(answer) && dialect.isWorthASearch(change.kind());
    }

    private static boolean isWhole(JsonNode answer) {
        return answer.has("id") && answer.has("schemas") && answer.size() > 3;
    }

    /** What of that which was accepted took effect. A value that came out as another is the provider's choice. */
    private void judge() {
        for (ScimChange change : sent) {
            if (change.isIn(resource) || !change.isAsBefore(resource)) {
                dialect.proves(change.kind(), change.form());
                change.settle();
            } else {
                tryNextForm(change);
            }
        }
        together = false;
        goOn();
    }

    private void tryNextForm(ScimChange change) {
        if (dialect.isWorthASearch(change.kind()) && change.advance(mayPut && losesNothing())) {
            return;
        }
        change.settle();
        if (change.wasAccepted()) {
            // In no form does it show: it is never shown, never stored, or made into what it was. Whoever comes next gets the first form that was accepted, and no search.
            dialect.proves(change.kind(), change.accepted());
        }
        if (!change.wasAccepted() || change.isContradictedBy(resource)) {
            dialect.wasInVain(change.kind());
        }
    }

    /** Whether everything we know of shows in the resource: what does not show would be lost if it was put back. */
    private boolean losesNothing() {
        Set<String> changing = Set.copyOf(changes.stream().map(ScimChange::name).toList());
        return request.account().asMap().entrySet().stream()
                .filter(each -> each.getValue() != null && !changing.contains(each.getKey()) && !schema.attribute(each.getKey()).sensitive())
                .filter(each -> !schema.object().enabledBy().equals(Optional.of(each.getKey())))
                .allMatch(each -> schema.path(each.getKey()).read(resource) != null);
    }

    @Override
    public void refused(int status, String scimType, Exception said) {
        boolean ofTheVersion = (status == 412 || status == 428) && step != Step.GET && versions++ < MOST_VERSIONS;
        boolean ofTheForm = (status == 400 || status == 422) && (OF_THE_FORM.contains(scimType) || scimType.equals("invalidvalue"));
        if (ofTheVersion) {
            Step again = step;
            dialect.wantsVersions();
            get(() -> step = again);
        } else if (step == Step.GET && !sent.isEmpty() && sent.stream().allMatch(ScimChange::wasAccepted)) {
            // It was written, and may not be looked at.
            sent.forEach(ScimChange::settle);
            goOn();
        } else if (step == Step.PATCH && (status == 405 || status == 501) && mayPut) {
            dialect.hasNoPatch();
            goOn();
        } else if (step == Step.PATCH && ofTheForm) {
            refusedForm(scimType, said);
        } else if (step == Step.PUT && ofTheForm && !withoutId) {
            withoutId = true;
            get(() -> step = Step.PUT);
        } else {
            fail(said);
        }
    }

    private void fail(Exception said) {
        failure = sent.stream().map(ScimChange::refusal).filter(first -> first != null).findFirst().orElse(said);
        step = Step.NOTHING;
    }

    private void refusedForm(String scimType, Exception said) {
        boolean ofTheSpelling = scimType.isEmpty() || scimType.equals("invalidsyntax");
        if (ofTheSpelling && !spellsAnew && !dialect.capitalised() && dialect.knowsNothing()) {
            spellsAnew = true;
            return;
        }
        spellsAnew = false;
        if (sent.size() > 1) {
            wasRefusedTogether = true;
            together = false;
            get(this::sortOut);
            return;
        }
        ScimChange only = sent.get(0);
        only.refuse(said);
        boolean ofTheValue = scimType.equals("invalidvalue") && !only.selects() && !only.isList();
        get(() -> {
            if (only.isIn(resource)) {
                only.accept();
                only.settle();
            } else if (ofTheValue) {
                only.settle();
            } else {
                tryNextForm(only);
            }
            goOn();
        });
    }

    /** Of what was refused together, some may be so already, such as a value to be removed that is not there. */
    private void sortOut() {
        for (ScimChange change : sent) {
            if (change.isIn(resource) && change.after() == null) {
                change.settle();
            }
        }
        goOn();
    }
}
