package io.caravan.cli;

import io.caravan.cycle.LogStore.Verification;
import java.util.Optional;

/**
 * Whether the provisioning log is whole.
 *
 * @param brokenAt the first entry that was changed, removed or slipped in
 * @param lastHash what to write down elsewhere, to be able to prove later that nothing was cut off at the end
 */
record LogVerified(long entries, boolean whole, Optional<Long> brokenAt, String lastHash) implements Result {

    static LogVerified of(Verification verification) {
        return new LogVerified(verification.entries(), verification.brokenAt().isEmpty(),
                verification.brokenAt().stream().boxed().findFirst(), verification.lastHash());
    }

    @Override
    public ExitCode exitCode() {
        return whole ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        if (whole) {
            out.line(out.paint(TextOut.Style.GOOD, "The log is whole") + ": " + Pace.number(entries) + (entries == 1 ? " entry" : " entries")
                    + (entries == 0 ? "" : ", the last with hash " + lastHash));
        } else {
            out.line(out.paint(TextOut.Style.BAD, "The log is broken") + ": entry " + brokenAt.orElseThrow() + " is not what was written");
        }
    }
}
