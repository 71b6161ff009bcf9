package io.caravan.lives;

import java.util.List;

/**
 * What a project has.
 *
 * @param trailer     whether the file of employees tells its number of rows
 * @param contractors whether there is a second source
 * @param numbered    whether both sources call people by numbers, the same ones
 * @param bulk        how many changes the SCIM application takes at once
 */
record Plot(boolean trailer, boolean contractors, boolean numbered, List<Target> targets, int bulk) {

    /** The kinds of targets. */
    enum Target { SCIM, LDAP, TABLE }

    Plot {
        targets = List.copyOf(targets);
    }
}
