package io.caravan.subject;

import java.util.Optional;

/**
 * What somebody may be assigned to: an application, or a role that it can give beyond the account.
 *
 * @param application the connected system
 * @param role        by the name it has in the application; empty: the application alone
 */
public record ApplicationRole(String application, Optional<String> role) {

    private static final char BETWEEN = '/';

    public ApplicationRole {
        if (application.isBlank() || application.indexOf(BETWEEN) >= 0 || role.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("\"" + application + "\" with role \"" + role.orElse("") + "\" is nothing to be assigned to");
        }
    }

    /** By the key that it has in the hub. */
    public static ApplicationRole of(String key) {
        int between = key.indexOf(BETWEEN);
        return between < 0 ? new ApplicationRole(key, Optional.empty()) : new ApplicationRole(key.substring(0, between), Optional.of(key.substring(between + 1)));
    }

    /** The key of the subject of kind {@link Kind#APPLICATION} that stands for it. */
    public String key() {
        return application + role.map(name -> BETWEEN + name).orElse("");
    }
}
