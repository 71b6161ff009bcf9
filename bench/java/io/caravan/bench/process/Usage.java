package io.caravan.bench.process;

/**
 * What a process (with the children it has had) used.
 *
 * @param process      what it is: {@code caravan, bare, slapd, postgres …}
 * @param cpuSeconds   user and system time
 * @param peakRssBytes the most memory it ever had in RAM; of a process with children, the largest of them; 0 when not known
 */
public record Usage(String process, double cpuSeconds, long peakRssBytes) {

    /** This and a later reading of the same process, which on its deathbed tells its times and no longer its memory. */
    Usage then(Usage later) {
        return new Usage(process, Math.max(cpuSeconds, later.cpuSeconds), Math.max(peakRssBytes, later.peakRssBytes));
    }

    /** What was used since an earlier reading of the same process. */
    public Usage since(Usage earlier) {
        return new Usage(process, cpuSeconds - earlier.cpuSeconds, peakRssBytes);
    }
}
