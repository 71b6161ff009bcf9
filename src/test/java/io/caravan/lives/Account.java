package io.caravan.lives;

import java.util.Map;
import java.util.Optional;

/**
 * An account as its target holds it, whatever it says of it.
 *
 * @param id     what the target calls it
 * @param worker whose it is, as it stands in the account
 * @param boss   the id of the account that is referred to as the manager's
 * @param values of those below that the target has
 */
record Account(String id, String worker, boolean open, Optional<String> boss, Map<String, String> values) {

    static final String WORKER = "worker";
    static final String NAME = "name";
    static final String MAIL = "mail";
    static final String PHONE = "phone";
    static final String DEPT = "dept";
    static final String LOGIN = "login";

    @Override
    public String toString() {
        return id + " of " + worker + (open ? ", open " : ", closed ") + values + boss.map(one -> " under " + one).orElse("");
    }
}
