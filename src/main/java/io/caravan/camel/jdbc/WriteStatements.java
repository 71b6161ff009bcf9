package io.caravan.camel.jdbc;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes statements of requests: the declared one where the settings have one, else one for the table. */
final class WriteStatements {

    private final Relation relation;
    private final JdbcSettings settings;
    private final Map<String, Optional<NamedSql>> declared = new ConcurrentHashMap<>();

    WriteStatements(Relation relation, JdbcSettings settings) {
        this.relation = relation;
        this.settings = settings;
    }

    Write of(AccountRequest request) {
        Map<String, Object> values = values(request);
        String setting = request.operation() == Operation.CREATE ? "insert" : request.operation().word();
        Optional<NamedSql> statement = declared.computeIfAbsent(setting, settings::statement);
        if (statement.isPresent()) {
            return declared(statement.get(), request, values);
        }
        return switch (request.operation()) {
            case CREATE -> insert(values);
            case DELETE -> new Write("delete from " + relation.table() + where(), List.of(anchor(request)), "", anchor(request), true);
            default -> update(anchor(request), values);
        };
    }

    /** What is to be written, the state of the account included, as the table holds it. */
    private Map<String, Object> values(AccountRequest request) {
        Map<String, Object> values = new LinkedHashMap<>(request.values());
        Optional<Boolean> enabled = switch (request.operation()) {
            case ENABLE -> Optional.of(true);
            case DISABLE -> Optional.of(false);
            default -> request.enabled();
        };
        String column = relation.enabledColumn().orElse("");
        if (values.get(column) instanceof Boolean flag && enabled.isEmpty()) {
            enabled = Optional.of(flag);
        }
        if (enabled.isPresent() && !column.isEmpty()) {
            values.put(column, relation.enabledValue(enabled.get()));
        } else if (column.isEmpty() && !declaresState(request.operation())) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "accounts cannot be disabled or enabled: neither 'enabledColumn' nor a statement is set");
        }
        return values;
    }

    private boolean declaresState(Operation operation) {
        return operation != Operation.ENABLE && operation != Operation.DISABLE || settings.text(operation.word()).isPresent();
    }

    private Write insert(Map<String, Object> values) {
        List<String> columns = new ArrayList<>();
        List<Object> present = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null) {
                columns.add(relation.column(name));
                present.add(value);
            }
        });
        String sql = columns.isEmpty() ? "insert into " + relation.table() + " default values"
                : "insert into " + relation.table() + " (" + String.join(", ", columns) + ") values (" + "?, ".repeat(columns.size() - 1) + "?)";
        Object key = values.get(relation.key());
        return key == null ? new Write(sql, present, relation.key(), "", false) : new Write(sql, present, "", key.toString(), false);
    }

    private Write update(String anchor, Map<String, Object> values) {
        List<String> sets = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        values.forEach((name, value) -> {
            sets.add(relation.column(name) + " = ?");
            parameters.add(value);
        });
        if (sets.isEmpty()) {
            String key = relation.column(relation.key());
            sets.add(key + " = " + key);
        }
        parameters.add(anchor);
        Object key = values.get(relation.key());
        return new Write("update " + relation.table() + " set " + String.join(", ", sets) + where(), parameters, "",
                key == null ? anchor : key.toString(), true);
    }

    private String where() {
        return " where " + relation.column(relation.key()) + " = ?";
    }

    /** A parameter is {@code :anchor}, {@code :enabled}, a written attribute, or one of the account as last known. */
    private Write declared(NamedSql sql, AccountRequest request, Map<String, Object> values) {
        List<Object> parameters = new ArrayList<>();
        for (String name : sql.names()) {
            if (values.containsKey(name)) {
                parameters.add(values.get(name));
            } else if (name.equals("anchor")) {
                parameters.add(request.anchor().orElse(null));
            } else if (name.equals("enabled")) {
                parameters.add(request.operation() == Operation.DISABLE ? Boolean.FALSE : request.enabled().orElse(true));
            } else {
                parameters.add(request.account().get(name));
            }
        }
        Object key = Optional.ofNullable(values.get(relation.key())).orElse(request.anchor().orElse(null));
        return key == null ? new Write(sql.sql(), parameters, relation.key(), "", false) : new Write(sql.sql(), parameters, "", key.toString(), false);
    }

    private static String anchor(AccountRequest request) {
        return request.anchor().orElseThrow();
    }
}
