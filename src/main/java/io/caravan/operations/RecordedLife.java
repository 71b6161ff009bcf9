package io.caravan.operations;

import io.caravan.camel.kit.KitAccount;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The life of somebody who is made up: made, changed, closed, opened, put into a group and out of it, and taken away again. */
final class RecordedLife {

    private final SystemSpec system;
    private final Function<SystemCall, SystemCall.Told> ask;
    private final List<KitAccount> accounts;
    /** By kind, in the order in which they were made. */
    private final Map<String, String> made = new LinkedHashMap<>();
    private final List<String> stays = new ArrayList<>();

    /** @param ask asks the system, and throws a {@link Refusal} where it does not answer */
    RecordedLife(SystemSpec system, List<KitAccount> accounts, Function<SystemCall, SystemCall.Told> ask) {
        this.system = system;
        this.accounts = accounts;
        this.ask = ask;
    }

    /** @return what could not be taken away, in words */
    List<String> live() {
        try {
            accounts.forEach(this::live);
            accounts.forEach(this::memberships);
        } catch (Refusal broken) {
            leave();
            throw stays.isEmpty() ? broken : new Refusal(broken.kind(), broken.getMessage() + "; still there: " + String.join(", ", stays), broken.nextStep());
        }
        leave();
        return List.copyOf(stays);
    }

    private Optional<ObjectSpec> declared(String object, Operation operation) {
        return Optional.ofNullable(system.connector().objects().get(object)).filter(known -> known.can(operation));
    }

    private void live(KitAccount account) {
        String object = account.object();
        if (declared(object, Operation.CREATE).isEmpty()) {
            return;
        }
        SystemCall.Told told = ask.apply(SystemCall.writing(Operation.CREATE, object, "", account.account()));
        Optional<String> anchor = told.records().stream().map(record -> record.get(SystemCall.ANCHOR)).filter(name -> name != null).map(Object::toString).findFirst();
        anchor.filter(name -> !told.isOk()).ifPresent(name -> made.put(object, name));
        if (anchor.isEmpty() && told.outcome().equals(OutcomeKind.IN_DOUBT.word())) {
            lookFor(account);
        }
        anchor.filter(name -> told.isOk()).ifPresent(name -> {
            made.put(object, name);
            look(object, name);
            if (!account.change().isEmpty()) {
                change(Operation.UPDATE, object, name, account.change());
            }
            change(Operation.DISABLE, object, name, Map.of());
            change(Operation.ENABLE, object, name, Map.of());
        });
    }

    /** Who may have been made, and is not told of, is found by what nobody else has. */
    private void lookFor(KitAccount account) {
        ObjectSpec object = system.connector().objects().get(account.object());
        List<String> unique = account.account().keySet().stream().filter(name -> Optional.ofNullable(object.attributes().get(name)).filter(AttributeSpec::unique).isPresent()).toList();
        Optional<String> found = unique.stream().filter(object.find()::contains).filter(name -> object.can(Operation.FIND)).flatMap(name -> found(object, name, account).stream()).findFirst();
        if (found.isPresent()) {
            made.put(account.object(), found.get());
        } else {
            List<String> names = unique.isEmpty() ? List.copyOf(account.account().keySet()) : unique;
            stays.add(account.object() + " " + names.stream().map(name -> name + " = " + account.account().get(name)).collect(Collectors.joining(", ")) + " (if it was made: the answer was lost, and it was not found)");
        }
    }

    /** Of several, or of one that is somebody else, nobody is. */
    private Optional<String> found(ObjectSpec object, String name, KitAccount account) {
        String value = String.valueOf(account.account().get(name));
        try {
            List<Map<String, Object>> there = ask.apply(SystemCall.find(object.name(), name, value)).records();
            return there.size() == 1 && value.equalsIgnoreCase(String.valueOf(there.get(0).get(name))) ? Optional.ofNullable(there.get(0).get(object.anchor())).map(Object::toString) : Optional.empty();
        } catch (Refusal unanswered) {
            return Optional.empty();
        }
    }

    private void change(Operation operation, String object, String anchor, Map<String, Object> values) {
        if (declared(object, operation).isPresent()) {
            ask.apply(SystemCall.writing(operation, object, anchor, values));
            look(object, anchor);
        }
    }

    private void look(String object, String anchor) {
        if (declared(object, Operation.GET).isPresent()) {
            ask.apply(SystemCall.get(object, anchor));
        }
    }

    private void memberships(KitAccount group) {
        Optional<String> member = group.members().map(made::get);
        String anchor = made.get(group.object());
        if (member.isPresent() && anchor != null) {
            String list = declared(group.object(), Operation.ADD_MEMBERS).flatMap(ObjectSpec::memberships).map(MembershipSpec::attribute).orElse("members");
            List.of(Operation.ADD_MEMBERS, Operation.REMOVE_MEMBERS).forEach(operation -> change(operation, group.object(), anchor, Map.of(list, List.of(member.get()))));
        }
    }

    /** Who was made last goes first. What cannot be taken away is closed where that can be done. */
    private void leave() {
        List<Map.Entry<String, String>> all = new ArrayList<>(made.entrySet());
        for (int i = all.size() - 1; i >= 0; i--) {
            String object = all.get(i).getKey();
            String anchor = all.get(i).getValue();
            if (!leaves(object, anchor)) {
                stays.add(object + " " + anchor);
            }
        }
        made.clear();
    }

    private boolean leaves(String object, String anchor) {
        try {
            if (declared(object, Operation.DELETE).isPresent()) {
                return ask.apply(SystemCall.writing(Operation.DELETE, object, anchor, Map.of())).isOk();
            }
            change(Operation.DISABLE, object, anchor, Map.of());
            return false;
        } catch (Refusal unanswered) {
            return false;
        }
    }
}
