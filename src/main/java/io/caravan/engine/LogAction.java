package io.caravan.engine;

/**
 * What the provisioning log calls what was done, where that is none of the {@link io.caravan.plan.ChangeKind kinds of changes} and no {@link MembershipEntry}. These words stand
 * there for good, and a log may have others, of other versions: whoever tells of it shows those as they are.
 */
public final class LogAction {

    /** Somebody is known from here on. */
    public static final String IDENTITY_CREATE = "identity-create";
    public static final String IDENTITY_UPDATE = "identity-update";
    public static final String GROUP_CREATE = "group-create";
    public static final String GROUP_UPDATE = "group-update";
    public static final String GROUP_DELETE = "group-delete";
    /** A record cannot be used. */
    public static final String READ = "read";
    /** Of a record nobody was made. */
    public static final String RESOLVE = "resolve";
    public static final String SKIP = "skip";
    /** An account is not as it should be, and is left so. */
    public static final String REPORT = "report";
    /** A value was changed in the target, and is left so; or somebody has looked whether any was. */
    public static final String DRIFT = "drift";
    /** So much would be done at once that somebody has to look, or has looked. */
    public static final String GUARD = "guard";
    /** An operator has said whose an account is. */
    public static final String SETTLE = "settle";
    public static final String APPROVE = "approve";
    public static final String REJECT = "reject";
    /** What was given up is tried again. */
    public static final String RETRY = "retry";
    public static final String PAUSE = "pause";
    public static final String RESUME = "resume";
    public static final String DISABLE_JOB = "disable-job";

    private LogAction() {
    }
}
