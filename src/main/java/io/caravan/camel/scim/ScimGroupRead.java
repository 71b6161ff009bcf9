package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Optional;

/** Reads a group, and then who is in it, where that is a list of its own. For one thread. */
final class ScimGroupRead implements ScimWork {

    /** Whose resource it is; nothing of it is written. */
    private final AccountRequest request;
    private final String place;
    private final ScimPath path;
    private final MemberPages pages;
    private Step step = Step.GET;
    private ObjectNode group;
    private Exception failure;

    /**
     * @param place of the group, below the base address
     * @param path  where members stand in a group
     */
    ScimGroupRead(String object, String anchor, String place, ScimPath path) {
        this.request = new AccountRequest(Operation.UPDATE, object, Optional.of(anchor), Attributes.empty(), List.of(), Optional.empty());
        this.place = place;
        this.path = path;
        this.pages = new MemberPages(path);
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
        return Optional.empty();
    }

    @Override
    public ObjectNode body() {
        throw new IllegalStateException("only reads");
    }

    @Override
    public Optional<String> place() {
        return group == null ? Optional.empty() : Optional.of(MemberPages.place(place));
    }

    @Override
    public Optional<String> query() {
        return place().map(members -> pages.query());
    }

    @Override
    public void succeeded(JsonNode answer, Optional<String> told) {
        if (group == null) {
            group = (ObjectNode) answer;
        } else if (pages.take(answer)) {
            group.set(path.attribute(), pages.members());
            step = Step.NOTHING;
        }
    }

    @Override
    public void refused(int status, String scimType, Exception said) {
        failure = said;
        step = Step.NOTHING;
    }

    @Override
    public JsonNode result() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return group;
    }
}
