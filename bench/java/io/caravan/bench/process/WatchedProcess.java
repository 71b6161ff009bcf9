package io.caravan.bench.process;

/** A process that a library started for the bench: measured, but its end is the library's business. */
public final class WatchedProcess {

    private final String name;
    private final ProcessHandle process;
    private Usage last;

    public WatchedProcess(String name, long pid) {
        this.name = name;
        this.process = ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException(name + " is not running"));
        this.last = new Usage(name, 0, 0);
    }

    /** What it and its children used so far. */
    public Usage usage() {
        ProcessTable.usageOfFamily(name, process).ifPresent(now -> last = last.then(now));
        return last;
    }
}
