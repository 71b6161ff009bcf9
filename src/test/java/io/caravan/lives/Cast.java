package io.caravan.lives;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What may go wrong in a trial, and how often.
 *
 * @param file     faults of the employees' file
 * @param table    faults of the contractors' table
 * @param lies     of targets, for a step
 * @param quirks   of targets, for good
 * @param kills    whether the process is killed
 * @param spelling whether names are put right in nothing but the case of their letters
 */
record Cast(Set<FileFault> file, Set<ContractorTable.Fault> table, Set<Lie> lies, Set<Lie> quirks, boolean kills, boolean spelling) {

    private static final int RARELY = 3;

    /** Everything works. */
    static final Cast HONEST = new Cast(Set.of(), Set.of(), Set.of(), Set.of(), false, false);

    /** Everything there is. */
    static Cast all() {
        Set<Lie> quirks = EnumSet.range(Lie.ACTIVE_LEFT_OUT, Lie.MANAGER_WHOLE_ONLY);
        return new Cast(EnumSet.complementOf(EnumSet.of(FileFault.NONE, FileFault.STILL_BEING_WRITTEN)), EnumSet.complementOf(EnumSet.of(ContractorTable.Fault.NONE)),
                EnumSet.complementOf(EnumSet.of(Lie.NONE, quirks.toArray(Lie[]::new))), quirks, true, true);
    }

    FileFault file(Random random) {
        return pick(file, random, FileFault.NONE);
    }

    ContractorTable.Fault table(Random random) {
        return pick(table, random, ContractorTable.Fault.NONE);
    }

    Lie lie(Random random) {
        return pick(lies, random, Lie.NONE);
    }

    Lie quirk(Random random) {
        return pick(quirks, random, Lie.NONE);
    }

    boolean kill(Random random) {
        return kills && random.nextInt(2 * RARELY) == 0;
    }

    private static <T extends Enum<T>> T pick(Set<T> from, Random random, T nothing) {
        List<T> choice = from.stream().sorted().toList();
        int which = random.nextInt(RARELY) == 0 && !choice.isEmpty() ? random.nextInt(choice.size()) : -1;
        return which < 0 ? nothing : choice.get(which);
    }
}
