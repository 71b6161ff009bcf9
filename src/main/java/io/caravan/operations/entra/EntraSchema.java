package io.caravan.operations.entra;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a provisioning job is told, as far as it is read (Microsoft Graph, {@code synchronizationSchema}).
 *
 * @param mappings those that are enabled, in the order of the file
 * @param disabled the names of the others
 */
public record EntraSchema(List<ObjectMapping> mappings, List<String> disabled) {

    /** Where objects come from and go to. */
    public record Ends(String sourceDirectory, String sourceObject, String targetDirectory, String targetObject) {

        /** Whether something of this name is Entra itself. */
        private static boolean isEntra(String directory) {
            return directory.matches("(?i)(windows )?azure active directory|azure ?ad|(microsoft )?entra id|microsoft entra");
        }

        public boolean fromEntra() {
            return isEntra(sourceDirectory);
        }

        public boolean toEntra() {
            return isEntra(targetDirectory);
        }

        public boolean ofGroups() {
            return sourceObject.equalsIgnoreCase("group");
        }

        @Override
        public String toString() {
            return sourceObject + " of " + sourceDirectory + " to " + targetObject + " of " + targetDirectory;
        }
    }

    /**
     * How one kind of object is provisioned.
     *
     * @param flows      what may happen in the target: {@code add}, {@code update}, {@code delete}
     * @param references attributes of the source that name another object
     * @param keeps      whether accounts of those who leave scope are left as they are ({@code SkipOutOfScopeDeletions})
     */
    public record ObjectMapping(String name, Ends ends, Set<String> flows, List<AttributeMapping> attributes, Filter filter, Set<String> references, boolean keeps) {
    }

    /**
     * How one attribute of the target gets its value.
     *
     * @param expression in Entra's language; empty: the default value, for everybody
     * @param priority   above 0: accounts are matched by it, the lowest first
     * @param place      where it stands in the file, as a JSON pointer
     */
    public record AttributeMapping(String target, Optional<String> expression, Optional<String> defaultValue, String flowType, int priority, String place) {
    }

    /**
     * Who is in scope: whoever fulfils all clauses of any group; everybody where there is none.
     *
     * @param more whether there are filters of the experimental kinds as well
     */
    public record Filter(List<List<Clause>> groups, boolean more) {
    }

    /** One of the conditions. */
    public record Clause(String operator, String attribute, List<String> values) {
    }
}
