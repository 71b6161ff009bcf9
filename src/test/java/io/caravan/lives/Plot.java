package io.caravan.lives;

import java.util.List;

/**
 * What a project has.
 *
 * @param trailer      whether the file of employees tells its number of rows
 * @param contractors  whether there is a second source
 * @param numbered     whether both sources call people by numbers, the same ones; the SCIM application then takes a name that is taken
 * @param bulk         how many changes the SCIM application takes at once
 * @param quietSeconds how long nobody may have written to the file of employees before it is read
 */
record Plot(boolean trailer, boolean contractors, boolean numbered, List<Target> targets, int bulk, int quietSeconds) {

    /** The kinds of targets. */
    enum Target { SCIM, LDAP, TABLE }

    Plot {
        targets = List.copyOf(targets);
    }
}
