package io.caravan.bench.server;

/**
 * Log-in names in end states. Of two people with the same one is jsmith2 and the other jsmith3, and who of them depends on who
 * came first; so what is compared is the name they share, and all names as a set.
 */
final class LoginNames {

    private LoginNames() {
    }

    static String shared(String name) {
        return name.replaceAll("\\d+$", "");
    }

    /** An address made from such a name. */
    static String sharedIn(String mail, String name) {
        return mail.replace(name + "@", shared(name) + "@");
    }
}
