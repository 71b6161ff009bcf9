package io.caravan.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What SCIM-SDK asks of a resource type, answered from a {@link ScimStore}. */
abstract class ScimResources<T extends ResourceNode> extends ResourceHandler<T> {

    /** {@code /Users}; the password is accepted and not kept. */
    static final class Users extends ScimResources<User> {
        Users() {
            super(new ScimStore<>(User::getUserName), User.class, "userName");
        }

        @Override
        User kept(User sent) {
            sent.remove("password");
            return sent;
        }
    }

    /** {@code /Groups}. */
    static final class Groups extends ScimResources<Group> {
        Groups() {
            super(new ScimStore<>(group -> Optional.empty()), Group.class, "");
        }
    }

    private final ScimStore<T> store;
    private final Class<T> type;
    private final String uniqueName;

    private ScimResources(ScimStore<T> store, Class<T> type, String uniqueName) {
        this.store = store;
        this.type = type;
        this.uniqueName = uniqueName;
    }

    ScimStore<T> store() {
        return store;
    }

    /** What of a resource sent is stored. */
    T kept(T sent) {
        return sent;
    }

    @Override
    public T createResource(T resource, Context context) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        resource.setId(UUID.randomUUID().toString());
        stamp(resource, now, now);
        T stored = kept(copy(resource));
        store.add(stored);
        return copy(stored);
    }

    @Override
    public T getResource(String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excluded, Context context) {
        return store.find(id).map(this::copy).orElse(null);
    }

    @Override
    public PartialListResponse<T> listResources(long start, int count, FilterNode filter, SchemaAttribute sortBy, SortOrder order,
                                                List<SchemaAttribute> attributes, List<SchemaAttribute> excluded, Context context) {
        if (filter == null) {
            return answer(store.page(start, count), store.size());
        }
        List<T> found = indexed(filter).orElseGet(() -> FilterResourceResolver.filterResources(getServiceProvider(), store.all(), filter));
        return answer(found.stream().skip(Math.max(0, start - 1)).limit(count).toList(), found.size());
    }

    @Override
    public T updateResource(T resource, Context context) {
        Instant created = store.get(resource.getId().orElseThrow()).getMeta().flatMap(Meta::getCreated).orElseThrow();
        stamp(resource, created, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        T stored = kept(copy(resource));
        store.replace(stored);
        return copy(stored);
    }

    @Override
    public void deleteResource(String id, Context context) {
        store.remove(id);
    }

    /** The answer to an equality filter on an indexed attribute, without looking at every resource. */
    private Optional<List<T>> indexed(FilterNode filter) {
        if (!(filter instanceof AttributeExpressionLeaf leaf) || leaf.getComparator() != Comparator.EQ || leaf.getStringValue().isEmpty()) {
            return Optional.empty();
        }
        String text = leaf.getStringValue().get();
        Optional<String> meant = EscapedText.meant(text);
        String value = meant.orElse(text);
        String attribute = leaf.getShortName();
        if (attribute.equals(uniqueName)) {
            return Optional.of(store.withName(value));
        }
        return switch (attribute) {
            case "id" -> Optional.of(store.find(value).map(List::of).orElse(List.of()));
            case "externalId" -> Optional.of(store.withExternalId(value));
            default -> meant.map(each -> store.all().stream().filter(resource -> says(resource, leaf, each)).toList());
        };
    }

    private static boolean says(JsonNode resource, AttributeExpressionLeaf leaf, String value) {
        JsonNode holder = leaf.isMainSchemaNode() ? resource : resource.path(leaf.getResourceUri());
        JsonNode node = holder.path(leaf.getAttributeName());
        String said = (leaf.getComplexSubAttributeName() == null ? node : node.path(leaf.getComplexSubAttributeName())).asText();
        return leaf.isCaseExact() ? said.equals(value) : said.equalsIgnoreCase(value);
    }

    private PartialListResponse<T> answer(List<T> page, int total) {
        return PartialListResponse.<T>builder().resources(page.stream().map(this::copy).toList()).totalResults(total).build();
    }

    private T copy(T resource) {
        return JsonHelper.copyResourceToObject(resource.deepCopy(), type);
    }

    /** SCIM-SDK has put a meta object in already, and wants its values set one by one. */
    private static void stamp(ResourceNode resource, Instant created, Instant lastModified) {
        Meta meta = resource.getMeta().orElseThrow();
        meta.setCreated(created);
        meta.setLastModified(lastModified);
    }
}
