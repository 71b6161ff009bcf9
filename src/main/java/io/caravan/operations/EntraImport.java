package io.caravan.operations;

import java.util.List;
import java.util.Optional;

/**
 * A provisioning job of Microsoft Entra ID in mapping files: what of it could be followed, and what not.
 *
 * @param written   whether the files were written; else they were only made to be looked at
 * @param files     the mapping files
 * @param items     each thing it was told
 * @param decisions what is left to decide besides what could not be followed; until then nothing is opened by a guess
 */
public record EntraImport(boolean written, List<MadeFile> files, List<Item> items, List<OpenDecision> decisions) {

    /** One of the files, by its name in the project. */
    public record MadeFile(String name, String text) {
    }

    /** How much of something could be followed; left out is what was not asked for, or is switched off there. */
    public enum Followed {
        WHOLLY, NEARLY, NOT, LEFT_OUT
    }

    /**
     * One thing.
     *
     * @param job      the job it is in; empty when there is none
     * @param part     what it is: an attribute, a matching rule, who is in scope
     * @param followed how much of it
     * @param entra    how it is said there
     * @param ours     how it is said here; empty where it is not
     * @param why      where it is not the same
     */
    public record Item(Optional<String> job, String part, Followed followed, Optional<String> entra, Optional<String> ours, List<String> why) {
    }

    public EntraImport {
        files = List.copyOf(files);
        items = List.copyOf(items);
        decisions = List.copyOf(decisions);
    }

    /** How many could be followed so far. */
    public long count(Followed followed) {
        return items.stream().filter(item -> item.followed() == followed).count();
    }
}
