package io.caravan.engine;

/** Nothing was stored, and nothing is to be sent: another process has taken the job. The message says so to an operator. */
public final class LeaseLostException extends IllegalStateException {

    public LeaseLostException(String job) {
        super("another process has taken job " + job + " meanwhile, because this one stood still for too long; what was left undone is that one's to do");
    }
}
