package io.caravan.lives;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyDNRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyDNResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The lies of a {@link DirectoryApplication}, between the wire and what it holds. */
final class LyingInterceptor extends InMemoryOperationInterceptor {

    private static final int CAP = 7;

    volatile Lying lying = Lying.NOT;
    final AtomicInteger writes = new AtomicInteger();

    private final DirectoryApplication directory;
    private final BooleanSupplier askerIsDead;
    private final Set<String> throttled = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> listed = new HashMap<>();

    LyingInterceptor(DirectoryApplication directory, BooleanSupplier askerIsDead) {
        this.directory = directory;
        this.askerIsDead = askerIsDead;
    }

    @Override
    public void processAddRequest(InMemoryInterceptedAddRequest asked) throws LDAPException {
        refuseWrite(Optional.ofNullable(asked.getRequest().getAttribute("employeeNumber")).map(Attribute::getValue).orElse(""));
        if (lying.is(Lie.NO_PARENT)) {
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, "no such object", DirectoryApplication.PEOPLE, null);
        }
        AddRequest request = asked.getRequest().duplicate();
        request.setAttributes(request.getAttributes().stream().map(attribute -> stored(attribute.getName(), attribute.getValues())
                .map(values -> new Attribute(attribute.getName(), values)).orElse(attribute)).toList());
        asked.setRequest(request);
    }

    @Override
    public void processModifyRequest(InMemoryInterceptedModifyRequest asked) throws LDAPException {
        String worker = directory.workerOf(asked.getRequest().getDN());
        refuseWrite(worker);
        if (lying.hits(Lie.NOT_STORED, worker)) {
            throw new LDAPException(ResultCode.SUCCESS);
        }
        ModifyRequest request = asked.getRequest().duplicate();
        request.setModifications(request.getModifications().stream().map(change -> stored(change.getAttributeName(), change.getValues())
                .map(values -> new Modification(change.getModificationType(), change.getAttributeName(), values)).orElse(change)).toList());
        asked.setRequest(request);
    }

    @Override
    public void processModifyDNRequest(InMemoryInterceptedModifyDNRequest asked) throws LDAPException {
        refuseWrite(directory.workerOf(asked.getRequest().getDN()));
        if (lying.is(Lie.NO_PARENT) && asked.getRequest().getNewSuperiorDN() != null) {
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, "no such object", DirectoryApplication.PEOPLE, null);
        }
    }

    @Override
    public void processDeleteRequest(InMemoryInterceptedDeleteRequest asked) throws LDAPException {
        refuseWrite(directory.workerOf(asked.getRequest().getDN()));
    }

    private void refuseWrite(String worker) throws LDAPException {
        cutIfDead();
        writes.incrementAndGet();
        refuse();
        if (lying.hits(Lie.SOME_NOT_FOUND, worker)) {
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, "no such object");
        }
        if (lying.hits(Lie.FAILS_BEFORE, worker)) {
            throw new LDAPException(ResultCode.OTHER, "internal error");
        }
        if (lying.hits(Lie.CUT_BEFORE, worker)) {
            directory.cut();
            throw new LDAPException(ResultCode.UNAVAILABLE, "going down");
        }
        if (lying.hits(Lie.THROTTLED, worker) && throttled.add(lying.salt() + worker)) {
            throw new LDAPException(ResultCode.BUSY, "too busy");
        }
    }

    private void refuse() throws LDAPException {
        if (lying.is(Lie.ALL_NOT_FOUND)) {
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, "no such object");
        }
        if (lying.is(Lie.FORBIDDEN)) {
            throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "insufficient access");
        }
    }

    private void cutIfDead() throws LDAPException {
        if (askerIsDead.getAsBoolean()) {
            directory.cut();
            throw new LDAPException(ResultCode.UNAVAILABLE, "nobody asked this");
        }
    }

    private Optional<String[]> stored(String attribute, String[] values) {
        if (lying.is(Lie.FOLDED) && attribute.equalsIgnoreCase("displayName")) {
            return Optional.of(Arrays.stream(values).map(value -> value.toLowerCase(Locale.ROOT)).toArray(String[]::new));
        }
        return lying.is(Lie.REFORMATTED) && attribute.equalsIgnoreCase("telephoneNumber")
                ? Optional.of(Arrays.stream(values).map(value -> value.replace(' ', '-')).toArray(String[]::new)) : Optional.empty();
    }

    @Override
    public void processAddResult(InMemoryInterceptedAddResult answered) {
        spoil(Optional.ofNullable(answered.getRequest().getAttribute("employeeNumber")).map(Attribute::getValue).orElse(""), answered.getResult(), answered::setResult);
    }

    @Override
    public void processModifyResult(InMemoryInterceptedModifyResult answered) {
        spoil(directory.workerOf(answered.getRequest().getDN()), answered.getResult(), answered::setResult);
    }

    @Override
    public void processModifyDNResult(InMemoryInterceptedModifyDNResult answered) {
        String parent = Optional.ofNullable(answered.getRequest().getNewSuperiorDN()).orElseGet(() -> answered.getRequest().getDN().replaceFirst("^(?:\\\\.|[^,])*,", ""));
        spoil(directory.workerOf(answered.getRequest().getNewRDN() + "," + parent), answered.getResult(), answered::setResult);
    }

    private void spoil(String worker, LDAPResult result, Consumer<LDAPResult> answer) {
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            return;
        }
        if (lying.hits(Lie.FAILS_AFTER, worker)) {
            answer.accept(new LDAPResult(result.getMessageID(), ResultCode.OTHER, "internal error", null, (String[]) null, null));
        } else if (lying.hits(Lie.UNAVAILABLE_AFTER, worker) || lying.hits(Lie.BAD_GATEWAY, worker)) {
            answer.accept(new LDAPResult(result.getMessageID(), ResultCode.UNAVAILABLE, "going down", null, (String[]) null, null));
        } else if (lying.hits(Lie.CUT_AFTER, worker)) {
            directory.cut();
        }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest asked) throws LDAPException {
        cutIfDead();
        boolean ofTheServer = asked.getRequest().getBaseDN().isEmpty();
        if (ofTheServer) {
            return;
        }
        refuse();
        if (lying.is(Lie.FILTER_REFUSED) && asked.getRequest().getFilter().toString().contains("(employeeNumber=")) {
            throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "the attribute is not indexed");
        }
        synchronized (listed) {
            listed.clear();
        }
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry answered) {
        Entry entry = answered.getSearchEntry();
        String worker = directory.workerOf(entry.getDN());
        boolean list = answered.getRequest().hasControl(SimplePagedResultsControl.PAGED_RESULTS_OID);
        boolean hidden = lying.is(Lie.INACTIVE_NOT_LISTED) && !isByAnchor(answered) && directory.isLeft(entry.getDN())
                || !list && lying.hits(Lie.SOME_NOT_FOUND, worker)
                || list && !worker.isEmpty() && isBehindTheEnd(answered.getMessageID());
        if (hidden) {
            answered.setSearchEntry(null);
        } else if (lying.is(Lie.NOT_SHOWN)) {
            Entry shown = entry.duplicate();
            shown.removeAttribute("departmentNumber");
            answered.setSearchEntry(shown);
        }
    }

    private static boolean isByAnchor(InMemoryInterceptedSearchEntry answered) {
        return answered.getRequest().getFilter().toString().contains("entryUUID=");
    }

    private boolean isBehindTheEnd(int message) {
        synchronized (listed) {
            return lying.is(Lie.LIST_ENDS_EARLY) && listed.merge(message, 1, Integer::sum) > CAP;
        }
    }

    @Override
    public void processSearchResult(InMemoryInterceptedSearchResult answered) {
        boolean list = answered.getRequest().hasControl(SimplePagedResultsControl.PAGED_RESULTS_OID);
        if (list && lying.is(Lie.LIST_PROMISES_MORE)) {
            answered.setResult(new LDAPResult(answered.getMessageID(), ResultCode.SIZE_LIMIT_EXCEEDED, "size limit exceeded", null, (String[]) null, null));
        }
    }
}
