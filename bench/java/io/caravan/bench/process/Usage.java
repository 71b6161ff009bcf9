package io.caravan.bench.process;

/**
 * What a process (with the children it has had) used.
 *
 * @param process      what it is: {@code caravan, bare, slapd, postgres …}
 * @param cpuSeconds   user and system time
 * @param peakRssBytes the most memory it ever had in RAM; of a process with children, the largest of them; 0 when not known
 */
public record Usage(String process, double cpuSeconds, long peakRssBytes) {

    /** What was used since an earlier reading of the same process. */
    public Usage since(Usage earlier) {
        return new Usage(process, cpuSeconds - earlier.cpuSeconds, peakRssBytes);
    }
}
