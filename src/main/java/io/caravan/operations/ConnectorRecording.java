package io.caravan.operations;

import io.caravan.camel.HttpMask;
import io.caravan.camel.HttpSeen;
import io.caravan.camel.HttpTap;
import io.caravan.camel.Secrets;
import io.caravan.camel.kit.KitAccount;
import io.caravan.camel.kit.KitException;
import io.caravan.config.ConnectorFile;
import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Real traffic, recorded as a test that needs no system: what the system was asked, what was sent, what came back and what the connector made of it.
 *
 * @param calls       what was asked, in words
 * @param requests    how many requests are in the file
 * @param secrets     how many secrets are hidden, and how many other values
 * @param left        the names of what was left as it is
 * @param stays       what was made for it and could not be taken away
 * @param differences between the recording and its replay; empty: it replays
 */
public record ConnectorRecording(String system, String connector, String file, List<String> calls, int requests, int secrets, int values, List<String> left, List<String> stays, List<String> differences) {

    private static final Set<String> NOT_ANSWERED = Set.of(OutcomeKind.UNAVAILABLE.word(), OutcomeKind.THROTTLED.word(), OutcomeKind.UNAUTHORIZED.word(), OutcomeKind.MISCONFIGURED.word());
    /** Files of this machine. */
    private static final Set<String> FILES = Set.of("trustStore", "trustStorePassword", "keyStore", "keyStorePassword", "refreshTokenFile");
    private static final Set<Integer> LATER = Set.of(429, 503);
    private static final Set<String> DROPPED = Set.of("set-cookie", "date", "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding");
    /** A shorter value could not be hidden in a query, where it may be a page or a size. */
    private static final int SHORTEST_SEARCH = 4;
    private static final long MILLIS = 1_000;
    private static final String NOBODY = "nobody-is-called-so";

    /**
     * What of the recording is hidden beside secrets.
     *
     * @param names    of attributes and of members of documents whose values are
     * @param allTexts whether every text is that decides nothing
     */
    public record Hidden(Set<String> names, boolean allTexts) {
    }

    /**
     * What the system is asked.
     *
     * @param records how many of each kind of object are read
     * @param writes  data of the kit, for somebody who is made up, changed and taken away again; empty: nothing is changed
     */
    public record Tour(int records, Optional<Path> writes) {
    }

    /**
     * Asks the system for what its connector can read, and where that is wanted for what it can write, and writes the recording.
     *
     * @throws Refusal when the system does not answer, may not be written, or a secret cannot be kept out of the file
     */
    public static ConnectorRecording of(ProjectFolder place, String system, Path file, Hidden hidden, Tour tour) {
        Project project = place.project();
        SystemSpec spec = SystemSchema.spec(project, system);
        if (tour.writes().isPresent() && spec.readOnly()) {
            throw new Refusal(Refusal.Kind.USAGE, system + " is read only (" + spec.readOnlyKey() + " = true), and nothing is written there", "Record without --write, or in a tenant for tests");
        }
        try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            return new Session(spec, asked, hidden).recorded(place, tour, file);
        }
    }

    /** One recording under way. */
    private static final class Session {

        private final SystemSpec spec;
        private final AskedSystems asked;
        private final HttpTap tap = new HttpTap();
        private final List<RecordedTraffic.Call> calls = new ArrayList<>();
        private final RecordingStandIns standIns;
        private final Map<String, String> settings = new LinkedHashMap<>();

        Session(SystemSpec spec, AskedSystems asked, Hidden hidden) {
            this.spec = spec;
            this.asked = asked;
            Set<String> names = new HashSet<>(hidden.names());
            Set<String> ofMappings = ofMappings(asked.project(), spec.name());
            names.addAll(ofMappings);
            spec.connector().objects().values().stream().flatMap(object -> object.attributes().values().stream())
                    .filter(attribute -> SystemSchema.isSecret(attribute) || ofMappings.contains(attribute.name())).forEach(attribute -> {
                names.add(attribute.name());
                Optional.of(attribute.path().replaceFirst(".*[.:\\[\\]]", "")).filter(last -> !last.isEmpty() && !last.equals("value")).ifPresent(names::add);
            });
            Set<String> words = words(asked.project(), Optional.of(spec.connector().name()));
            this.standIns = new RecordingStandIns(names, hidden.allTexts(), words, counts(spec, words));
        }

        /** All that stands in the files of the connector: a text that it knows decides something. */
        private static Set<String> words(Project project, Optional<String> connector) {
            Set<String> words = new HashSet<>();
            for (Optional<ConnectorFile> file = connector.map(project.connectors()::get); file.isPresent(); file = file.flatMap(ConnectorFile::parent).map(project.connectors()::get)) {
                words.addAll(Arrays.asList(file.get().text().split("[^\\p{L}\\p{N}_.:/-]+")));
            }
            return words;
        }

        /** What the files of the connector name, and what is no attribute: how many there are, which page it is. */
        private static Set<String> counts(SystemSpec spec, Set<String> words) {
            Set<String> counts = words.stream().flatMap(word -> Arrays.stream(word.split("[.:/]"))).collect(Collectors.toCollection(HashSet::new));
            spec.connector().objects().values().stream().flatMap(object -> object.attributes().values().stream()).forEach(attribute -> {
                counts.remove(attribute.name());
                counts.removeAll(Arrays.asList(attribute.path().split("[^\\p{L}\\p{N}_-]+")));
            });
            return counts;
        }

        /** Attributes whose values a mapping into this system computes as secrets. */
        private static Set<String> ofMappings(Project project, String system) {
            Set<String> names = new HashSet<>();
            project.outbound().stream().filter(job -> job.side().system().equals(system)).forEach(job -> names.addAll(project.secrets(job)));
            return names;
        }

        ConnectorRecording recorded(ProjectFolder place, Tour tour, Path file) {
            tour(tour.records());
            List<String> stays = tour.writes().map(this::write).orElse(List.of());
            if (tap.seen().isEmpty()) {
                throw new Refusal(Refusal.Kind.USAGE, "the connector '" + spec.connector().name() + "' sends nothing over HTTP, so there is nothing to record",
                        "caravan connector test tries out such a connector");
            }
            spec.connector().settings().values().forEach(setting -> effective(setting).ifPresent(value -> settings.put(setting.name(), value)));
            List<String> servers = new ArrayList<>();
            HttpMask mask = new HttpMask(tap.secrets(), standIns);
            addresses().forEach(address -> {
                servers.add("https://server-" + (servers.size() + 1) + ".invalid");
                mask.replace(address, servers.get(servers.size() - 1));
            });
            addresses().stream().map(address -> address.replaceFirst(".*://", "").replaceFirst(":\\d+$", "")).distinct().forEach(host -> mask.replace(host, "server.invalid"));
            spec.settings().forEach((name, written) -> {
                if (written.contains("{{") && !settings.getOrDefault(name, "://").contains("://")) {
                    mask.replace(settings.get(name), standIns.ofSecret(settings.get(name)));
                }
            });
            tap.seen().stream().flatMap(seen -> HttpMask.parameters(seen.sent().address()).stream()).filter(value -> value.length() < SHORTEST_SEARCH).forEach(standIns::keep);
            mask.learn(tap.seen());
            calls.forEach(call -> mask.learn(RecordedTraffic.plain(call.asked().values())));
            calls.stream().filter(call -> !ofTypes(call.asked())).forEach(call -> mask.learn(RecordedTraffic.plain(call.told().records())));
            RecordedTraffic traffic = masked(mask, servers);
            refuseLeaks(traffic);
            traffic.write(file);
            return new ConnectorRecording(spec.name(), spec.connector().name(), file.toString(), traffic.calls().stream().map(call -> call.asked().text()).toList(),
                    traffic.calls().stream().mapToInt(call -> call.requests().size()).sum(), standIns.secrets(), standIns.values(), List.copyOf(new TreeSet<>(mask.left())), stays,
                    ConnectorReplay.of(place, file, traffic).differences());
        }

        private void tour(int records) {
            call(SystemCall.test());
            spec.connector().objects().values().stream().sorted(Comparator.comparing(ObjectSpec::name)).forEach(object -> {
                if (object.can(Operation.SCHEMA)) {
                    call(SystemCall.schema(object.name()));
                }
                List<Map<String, Object>> there = object.can(Operation.LIST) ? call(SystemCall.list(object.name(), records)).records() : List.of();
                Optional<Map<String, Object>> one = there.stream().filter(record -> record.get(object.anchor()) != null).findFirst();
                one.filter(record -> object.can(Operation.GET)).ifPresent(record -> call(SystemCall.get(object.name(), record.get(object.anchor()).toString())));
                if (object.can(Operation.FIND)) {
                    object.find().forEach(name -> one.map(record -> record.get(name)).filter(value -> value instanceof String text && text.strip().length() >= SHORTEST_SEARCH)
                            .ifPresent(value -> call(SystemCall.find(object.name(), name, value.toString()))));
                    object.find().stream().findFirst().ifPresent(name -> call(SystemCall.find(object.name(), name, NOBODY)));
                }
            });
        }

        private List<String> write(Path kit) {
            try {
                return new RecordedLife(spec, KitAccount.of(kit, Long.toString(System.currentTimeMillis() / MILLIS, Character.MAX_RADIX)), this::call).live();
            } catch (KitException none) {
                throw new Refusal(Refusal.Kind.USAGE, none.getMessage(), "It is written like the data that connector test takes: objects: {user: {account: {…}, change: {…}}}");
            }
        }

        private SystemCall.Told call(SystemCall call) {
            int before = tap.seen().size();
            SystemCall.Told told = tap.watch(() -> call.by(asked.port(spec)));
            if (NOT_ANSWERED.contains(told.outcome())) {
                throw new Refusal(Refusal.Kind.FAILED, spec.name() + " was asked to " + call.text() + ": " + told.outcome() + (told.message().isEmpty() ? "" : ": " + told.message()),
                        "caravan connector trace " + spec.name() + (call.object().isEmpty() ? "" : " " + call.object()) + " shows what is sent");
            }
            calls.add(new RecordedTraffic.Call(call, told, tap.seen().subList(before, tap.seen().size())));
            return told;
        }

        /** With its placeholders filled in; empty where it has no value, or is a file of this machine. */
        private Optional<String> effective(SettingSpec setting) {
            return FILES.contains(setting.name()) ? Optional.empty()
                    : Optional.ofNullable(spec.settings().get(setting.name())).or(() -> setting.defaultValue().filter(value -> value.contains("://") && !value.contains("{{"))).map(asked::resolved);
        }

        /** Of the servers that were called, and of those that the settings name. */
        private Set<String> addresses() {
            Set<String> addresses = new LinkedHashSet<>();
            Stream.concat(tap.seen().stream().map(seen -> seen.sent().address()), settings.values().stream().filter(value -> value.matches("https?://.*"))).forEach(address -> {
                String whole = address.replaceFirst("://[^/@]*@", "://");
                URI uri = URI.create(whole.replaceFirst("[?#].*", ""));
                addresses.add(uri.getScheme() + "://" + uri.getRawAuthority());
            });
            return addresses;
        }

        private RecordedTraffic masked(HttpMask mask, List<String> servers) {
            Map<String, String> safe = new LinkedHashMap<>();
            List<String> secret = new ArrayList<>();
            spec.connector().settings().values().stream().filter(setting -> settings.containsKey(setting.name())).forEach(setting -> {
                String value = settings.get(setting.name());
                if (setting.secret()) {
                    secret.add(setting.name());
                }
                safe.put(setting.name(), setting.secret() ? standIns.ofSecret(value) : mask.masked(value));
            });
            return new RecordedTraffic(spec.connector().name(), safe, secret.stream().sorted().toList(), servers, calls.stream().map(call -> masked(mask, call)).toList());
        }

        private static RecordedTraffic.Call masked(HttpMask mask, RecordedTraffic.Call call) {
            SystemCall asked = call.asked();
            List<Map<String, Object>> records = ofTypes(asked) ? call.told().records() : RecordedTraffic.records(mask.masked("", RecordedTraffic.plain(call.told().records())));
            return new RecordedTraffic.Call(new SystemCall(asked.operation(), asked.object(), asked.attribute(), mask.masked(asked.attribute(), asked.value()), asked.records(),
                    RecordedTraffic.object(mask.masked("", RecordedTraffic.plain(asked.values())))),
                    new SystemCall.Told(call.told().outcome(), mask.masked(call.told().message()), records),
                    call.requests().stream().filter(HttpSeen::own).filter(seen -> seen.got().filter(got -> !LATER.contains(got.status())).isPresent()).map(mask::masked).map(Session::kept).toList());
        }

        private static HttpSeen kept(HttpSeen seen) {
            return new HttpSeen(true, seen.sent(), seen.got().map(got -> new HttpSeen.Got(got.status(),
                    got.headers().stream().filter(field -> !DROPPED.contains(field.name().toLowerCase(Locale.ROOT))).toList(), got.body())));
        }

        /** What is told of attributes is of which type they are: that of a password is no secret. */
        private static boolean ofTypes(SystemCall asked) {
            return asked.operation() == Operation.SCHEMA;
        }

        private void refuseLeaks(RecordedTraffic traffic) {
            String all = RecordedTraffic.plain(traffic.lines()).toString();
            for (Secrets each : tap.secrets()) {
                if (!each.removedFrom(all, secret -> "").equals(all)) {
                    throw new Refusal(Refusal.Kind.FAILED, "a secret of " + spec.name() + " would stand in the recording, so none was written",
                            "Is the secret a word that stands everywhere? Give the system a longer one");
                }
            }
        }
    }
}
