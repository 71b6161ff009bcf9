package io.caravan.camel.idoc;

import io.caravan.camel.SourceFiles;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several files that only together are all. That each of them is whole does not say that the last has come: that say how many there are, or something that
 * is put there last. Neither may change while they are read.
 *
 * @param files   that match
 * @param marker  what is put beside them once all have come; empty: nothing is
 * @param packets how many there are; 0: nobody knows
 */
record IdocLoad(SourceFiles files, String marker, int packets) {

    IdocLoad {
        if (packets < 0) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting 'packets' is " + packets + "; write how many files a load has");
        }
        if (marker.contains("*") || marker.contains("?") || marker.contains("/")) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting 'marker' is '" + marker + "'; write the name of one file that is put beside the others when all have come, such as hrmd.done");
        }
    }

    boolean isOfSeveral() {
        return packets > 0 || !marker.isEmpty();
    }

    /**
     * What lies there, with what shows that somebody wrote to it.
     *
     * @throws OutcomeException when it is not all
     */
    Map<Path, String> whole() {
        List<Path> all = files.all();
        List<Path> unfinished = files.unfinished();
        if (!unfinished.isEmpty()) {
            throw notYet(unfinished.get(0).getFileName() + " is still on its way");
        }
        if (packets > 0 && all.size() != packets) {
            throw notYet(all.size() + " files match " + files.file() + ", and a load has " + packets + " (packets)");
        }
        try {
            Map<Path, String> there = new TreeMap<>();
            for (Path file : all) {
                there.put(file, IdocFile.stamp(file));
            }
            if (!marker.isEmpty()) {
                Path mark = all.get(0).resolveSibling(marker);
                requireLast(mark, all);
                there.put(mark, IdocFile.stamp(mark));
            }
            return there;
        } catch (IOException gone) {
            throw new DisbelievedException("the files that match " + files.file() + " change while they are looked at: " + gone.getMessage(), true);
        }
    }

    private void requireLast(Path mark, List<Path> all) throws IOException {
        if (!Files.isRegularFile(mark)) {
            throw notYet(marker + " is not there (marker)");
        }
        for (Path file : all) {
            if (Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(file)) < 0) {
                throw notYet(marker + " is older than " + file.getFileName() + " (marker)");
            }
        }
    }

    /** When all has been read. */
    void requireUnchanged(Map<Path, String> before) {
        if (!whole().equals(before)) {
            throw new DisbelievedException("the files that match " + files.file() + " are others by now, or were written to, while they were read", true);
        }
    }

    private static OutcomeException notYet(String why) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "the load has not come as a whole: " + why + "; it is read next time");
    }
}
