package io.caravan.camel.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * One request as a statement.
 *
 * @param values       for the statement's parameters, in order; elements may be null
 * @param generatedKey the column whose value the database gives; empty when it is known
 * @param anchor       the account's anchor afterwards; empty when the database gives it
 * @param isOneRow     whether it is meant to change one row, and no more
 */
record Write(String sql, List<Object> values, String generatedKey, String anchor, boolean isOneRow) {

    Write {
        values = new ArrayList<>(values);
    }

    boolean generatesKey() {
        return !generatedKey.isEmpty();
    }
}
