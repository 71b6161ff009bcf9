package io.caravan.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process has a job, so that the next one on the same machine can tell that it died.
 *
 * @param pid   only means something in its place
 * @param place the machine and, where it says so, its start and the process namespace: two containers that share a name
 *              do not see each other's processes
 * @param id    tells two engines in one process apart
 */
record LeaseOwner(long pid, String place, String id) {

    private static final Pattern TEXT = Pattern.compile("(\\d+)@([^/]+)/([^/]+)");

    static LeaseOwner thisProcess() {
        return new LeaseOwner(ProcessHandle.current().pid(), here(), UUID.randomUUID().toString());
    }

    static Optional<LeaseOwner> ofText(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? Optional.of(new LeaseOwner(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3))) : Optional.empty();
    }

    /** Whether it ran here and does no longer. A process elsewhere, or one whose number another has now, may be alive. */
    boolean isDeadForCertain() {
        return place.equals(here()) && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** The machine's name. */
    String host() {
        return place.replaceFirst(" .*", "");
    }

    private static String here() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            host = "localhost";
        }
        return (host + " " + boot() + namespace()).replace('/', '_').strip();
    }

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " ";
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    @Override
    public String toString() {
        return pid + "@" + place + "/" + id;
    }
}
