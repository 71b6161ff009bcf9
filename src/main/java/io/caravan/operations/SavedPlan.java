package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SavedChanges;
import io.caravan.engine.StateStore;
import io.caravan.engine.StateStore.Seal;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.Job;
import io.caravan.plan.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A saved plan: what {@code plan --out} writes and {@code apply} carries out. Secrets are not in it: a change is known by its
 * basis, and what it sends is computed anew.
 *
 * @param planFile the version of the format
 * @param store    the store it was made on
 * @param now      the moment the plan was made for
 * @param latest   the latest moment that store knew of then
 * @param seed     of its random values
 * @param hash     HMAC-SHA256 in hex, by the store's secret, over the rest of the document as JSON without blanks, the names in
 *                 each object in order
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SavedPlan(int planFile, String store, String now, String latest, long seed, List<JobChanges> jobs, String hash) {

    private static final int VERSION = 2;
    private static final String HASH = "hash";
    /** The clocks of two machines that share a store may differ by so much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /**
     * The planned changes of one job.
     *
     * @param made fingerprint of the mapping, and of the settings of the system it writes to
     */
    public record JobChanges(String job, String made, List<SavedChange> changes) {
    }

    /**
     * @param identity   of a membership the member; one whom nobody knows by the name in the group
     * @param account    what people call the account; of a membership the group
     * @param attributes for whoever reads the file: {@code departmentNumber "D1" → "D2"}
     * @param later      references that are set once the account they mean exists
     * @param basis      fingerprint of what is done to which account
     * @param member     of a membership as the group lists the member; empty of an account
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SavedChange(String identity, String kind, String account, List<String> attributes, List<String> later, String reason, String basis, String member) {

        public SavedChange {
            account = Optional.ofNullable(account).orElse("");
            member = Optional.ofNullable(member).orElse("");
        }

        /** As {@link Change#key}. */
        String key() {
            return member.isEmpty() ? identity : Change.membership(account, member);
        }

        /** Whether it is of one of these: of a membership, of the person or of the group. */
        boolean isOf(Collection<String> identities) {
            return identities.contains(identity) || !member.isEmpty() && identities.contains(account);
        }

        static SavedChange of(JobPlan.ShownChange shown, Change change) {
            return new SavedChange(shown.identity(), shown.kind(), shown.account(), shown.attributes().stream().map(ChangedAttribute::text).toList(),
                    shown.later(), shown.reason(), change.basis(), Change.memberOf(change.key()).orElse(""));
        }
    }

    /** @param identity only this identity's changes */
    static SavedPlan of(Planning planning, Optional<String> identity) {
        StateStore store = planning.store();
        List<JobChanges> jobs = planning.outbound().stream().map(run -> new JobChanges(run.getJob(), made(planning.project(), run.getCycle().job()),
                run.changes().stream().flatMap(change -> Planning.of(change, identity)).flatMap(change -> change.each().stream())
                        .map(change -> SavedChange.of(planning.view(run).change(change, Map.of()), change)).toList())).toList();
        Instant now = planning.moment().now();
        SavedPlan open = new SavedPlan(VERSION, store.seal().store(), now.toString(), store.cycles().latestMoment().orElse(now).toString(),
                planning.moment().seed(), jobs, "");
        return new SavedPlan(VERSION, open.store(), open.now(), open.latest(), open.seed(), jobs, hash(JSON.valueToTree(open), store.seal()));
    }

    /** What is sent follows from these, and goes there. */
    private static String made(Project project, Job job) {
        SystemSpec system = project.systems().get(job.system());
        try {
            byte[] text = (job.fingerprint() + "\n" + system.connector().name() + "\n" + new TreeMap<>(system.settings())).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static String hash(JsonNode document, Seal seal) {
        ObjectNode rest = document.deepCopy();
        rest.remove(HASH);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seal.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(JSON.writeValueAsBytes(JSON.treeToValue(rest, Object.class))));
        } catch (GeneralSecurityException | JsonProcessingException impossible) {
            throw new IllegalStateException("a plan that has no hash", impossible);
        }
    }

    public long changes() {
        return jobs.stream().mapToLong(job -> job.changes().size()).sum();
    }

    /** Only the changes of these people and groups; refuses a name that has none. */
    SavedPlan only(Collection<String> identities) {
        List<String> planned = jobs.stream().flatMap(job -> job.changes().stream()).flatMap(change -> change.member().isEmpty() ? Stream.of(change.identity())
                : Stream.of(change.identity(), change.account())).distinct().toList();
        identities.stream().filter(identity -> !planned.contains(identity)).findFirst().ifPresent(unknown -> {
            throw new Refusal(Refusal.Kind.USAGE, "the plan has no change of '" + unknown + "'"
                    + Suggestion.nearest(unknown, planned).map(near -> "; did you mean '" + near + "'?").orElse(""), "Name people as the plan names them");
        });
        return new SavedPlan(planFile, store, now, latest, seed, jobs.stream().map(job -> new JobChanges(job.job(), job.made(),
                job.changes().stream().filter(change -> change.isOf(identities)).toList())).toList(), hash);
    }

    /** What is to be carried out, by job; jobs without a change are left out. */
    Map<String, SavedChanges> saved() {
        Map<String, SavedChanges> saved = new LinkedHashMap<>();
        jobs.stream().filter(job -> !job.changes().isEmpty()).forEach(job -> saved.put(job.job(), new SavedChanges(job.changes().stream()
                .collect(Collectors.toMap(SavedChange::key, SavedChange::basis)), Instant.parse(now))));
        return saved;
    }

    /** For the owner's eyes only, where the file system knows owners: personal data stands in it. */
    void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path written = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? Files.createTempFile(folder, ".plan", null, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(folder, ".plan", null);
            Files.writeString(written, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new Refusal(Refusal.Kind.FAILED, "the plan cannot be written to " + file + ": " + reason(unwritable), "Name a file in a folder that exists");
        }
    }

    /**
     * Reads a plan that this store handed out and nobody has touched since.
     *
     * @throws Refusal when it is none
     */
    static SavedPlan read(Path file, Seal seal) {
        try {
            JsonNode document = JSON.readTree(Files.readString(file));
            if (!document.path("planFile").isInt() && !document.path("planFile").isBigInteger()) {
                throw noPlan(file);
            }
            if (document.get("planFile").intValue() != VERSION) {
                throw new Refusal(Refusal.Kind.USAGE, file + " was made by another version of Caravan", again(file));
            }
            if (!document.path("store").asText().equals(seal.store())) {
                throw new Refusal(Refusal.Kind.FAILED, "the plan " + file + " was made on another store, whose accounts are not this one's", again(file));
            }
            byte[] told = document.path(HASH).asText().getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(told, hash(document, seal).getBytes(StandardCharsets.UTF_8))) {
                throw new Refusal(Refusal.Kind.FAILED, "the plan " + file + " is not as it was saved: it was edited, cut or added to",
                        again(file) + "; a part of a plan is applied with caravan apply " + file + " --only WHO…");
            }
            return JSON.treeToValue(document, SavedPlan.class);
        } catch (JsonProcessingException notAPlan) {
            throw noPlan(file);
        } catch (IOException unreadable) {
            throw new Refusal(Refusal.Kind.USAGE, "the plan " + file + " cannot be read: " + reason(unreadable), "caravan plan --out FILE makes one");
        }
    }

    private static Refusal noPlan(Path file) {
        return new Refusal(Refusal.Kind.USAGE, file + " is no plan", "caravan plan --out FILE makes one");
    }

    private static String again(Path file) {
        return "Make a new one and look at it: caravan plan --out " + file;
    }

    private static String reason(IOException failed) {
        return failed instanceof NoSuchFileException ? "it does not exist" : String.valueOf(failed.getMessage());
    }

    /**
     * Refuses a plan that is too old, that comes from the future, or whose job is another one by now. How old it is follows from
     * the clock and from how far the store has come since: a clock that was set back makes nothing younger.
     *
     * @param known the latest moment the store knows of
     */
    void check(Path file, Project project, Instant clock, Optional<Instant> known, Duration maxAge) {
        Instant madeFor = moment(now, file);
        if (madeFor.isAfter(clock.plus(CLOCKS_DIFFER))) {
            throw new Refusal(Refusal.Kind.FAILED, "the plan " + file + " is of " + now + ", which is still to come: it is " + clock
                    + ". Is the clock of this machine right?", again(file));
        }
        Instant latestThen = madeFor.isAfter(moment(latest, file)) ? madeFor : moment(latest, file);
        Duration byClock = Duration.between(madeFor, clock);
        Duration byStore = known.map(moment -> Duration.between(latestThen, moment)).orElse(Duration.ZERO);
        if (byClock.compareTo(maxAge) > 0 || byStore.compareTo(maxAge) > 0) {
            throw new Refusal(Refusal.Kind.FAILED, "the plan " + file + " is of " + now + (byClock.compareTo(maxAge) > 0 ? "" : ", and cycles have run at "
                    + known.orElseThrow() + " since") + ": older than caravan.plan.maxAge (" + maxAge + ")", again(file));
        }
        for (JobChanges planned : jobs) {
            Job job = project.job(planned.job()).orElseThrow(() -> new Refusal(Refusal.Kind.FAILED, "the job '" + planned.job() + "' of the plan " + file
                    + " is not there any more", again(file)));
            if (!made(project, job).equals(planned.made())) {
                throw new Refusal(Refusal.Kind.FAILED, "the mapping " + job.file() + " or the settings of " + job.system()
                        + " have changed since the plan " + file + " was made", again(file));
            }
        }
    }

    private static Instant moment(String text, Path file) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notOurs) {
            throw noPlan(file);
        }
    }
}
