package io.caravan.camel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.push.PushInbox.Answer;
import io.caravan.camel.push.PushInbox.Sender;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is kept before it is answered, taken once, and read like any other source. */
class PushInboxTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    private Path temp;
    private Path folder;
    private PushInbox inbox;
    private int keys;

    @BeforeEach
    void begin() throws IOException {
        folder = temp.resolve("inbox/hr");
        inbox = open(folder, NOW);
    }

    @AfterEach
    void close() throws IOException {
        inbox.close();
    }

    private static PushInbox open(Path folder, Instant now) throws IOException {
        return PushInbox.open(folder, "id", Clock.fixed(now, ZoneOffset.UTC));
    }

    private Sender sender() {
        return new Sender("key-" + ++keys, "hr");
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] records(String... rows) {
        return json(Stream.of(rows).map(row -> "{'id':'" + row.split(":")[0] + "','name':'" + row.split(":")[1] + "'}").collect(Collectors.joining(",", "{'records':[", "]}")));
    }

    private Answer send(String... rows) throws Exception {
        return inbox.changes(sender(), records(rows));
    }

    private static List<String> items(SourceReading reading) {
        List<String> items = new ArrayList<>();
        try (reading) {
            while (reading.hasNext()) {
                SourceItem item = reading.next();
                items.add(item instanceof SourceItem.Read read ? read.attributes().text("id").orElseThrow() + ":" + read.attributes().text("name").orElse("")
                        : item instanceof SourceItem.Deleted gone ? "-" + gone.anchor() : "!" + ((SourceItem.Rejected) item).anchor().orElse("?"));
            }
            items.add("at " + reading.watermark().orElse(""));
        }
        return items;
    }

    private List<String> all() {
        return items(InboxReading.list(new InboxFolder(folder), "id"));
    }

    private List<String> since(String mark) {
        return items(InboxReading.changes(new InboxFolder(folder), "id", mark));
    }

    private String begun() throws Exception {
        return inbox.begin(sender()).body().path("load").asText();
    }

    @Test
    void changesAreReadAsWhatCameSinceAndAsWhatHoldsAltogether() throws Exception {
        send("E1:Ada", "E2:Grace");
        inbox.changes(sender(), json("{'records':[{'id':'E2','name':'Grace H'}],'deleted':['E1','E9']}"));
        assertThat(all()).as("also there it is said who was deleted").containsExactly("E2:Grace H", "-E1", "-E9", "at push-2");
        assertThat(since("push-1")).containsExactly("E2:Grace H", "-E1", "-E9", "at push-2");
        assertThat(since("push-2")).containsExactly("at push-2");
    }

    @Test
    void theAnswerNamesEachRecordThatIsNotTakenAndWhy() throws Exception {
        Answer answer = inbox.changes(sender(), json("""
                {'records':[{'id':'E1','name':'Ada'}, 'x', {'name':'nobody'}, {'id':'E2','address':{'city':'Berlin'}}, {'id':'E3'}, {'id':' E3 '}, {'id':'E4','tags':[['x']]}],
                 'deleted':['E5','', 'E1']}"""));
        assertThat(answer.body().path("accepted").asInt()).as("E5 is deleted").isEqualTo(1);
        assertThat(answer.body().path("rejected").toString()).contains("{\"index\":1,\"reason\":\"it is no object\"}", "{\"index\":2,\"reason\":\"it has no value in id, which identifies it\"}",
                "\"key\":\"E2\"", "\\\"address\\\" is an object", "\"key\":\"E3\"", "stands more than once in this request; none of them is used",
                "\\\"tags\\\" has a list or an object in its list", "it is sent and deleted in one request; neither is used");
        assertThat(all()).containsExactly("-E5", "!E2", "!E3", "!E4", "!E1", "at push-1");
    }

    @Test
    void whatIsNoRequestIsRefusedAsAWholeAndLeavesNothing() {
        for (String body : List.of("", "[]", "{", "{'records':[]} x", "{'records':{}}", "{'recods':[]}", "{}", "{'records':[{'id':'1','id':'2'}]}",
                "{'records':[" + "{'id':'1'},".repeat(1000) + "{'id':'1'}]}")) {
            assertThatThrownBy(() -> inbox.changes(sender(), json(body))).as(body.substring(0, Math.min(30, body.length()))).isInstanceOf(PushRefusal.class);
        }
        assertThatThrownBy(this::all).isInstanceOf(OutcomeException.class).hasMessageContaining("nothing has been sent yet");
    }

    @Test
    void aRequestThatIsSentAgainIsAnsweredAsBeforeAndTakenOnce() throws Exception {
        Sender twice = sender();
        Answer first = inbox.changes(twice, records("E1:Ada"));
        send("E1:Ada L");
        inbox.close();
        inbox = open(folder, NOW);
        Answer again = inbox.changes(twice, records("E1:Ada"));
        assertThat(again.fresh()).isFalse();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(all()).as("the older one does not come back").containsExactly("E1:Ada L", "at push-2");
        assertThatThrownBy(() -> inbox.changes(twice, records("E2:Grace"))).isInstanceOf(PushRefusal.class).hasMessageContaining("another request")
                .extracting(refused -> ((PushRefusal) refused).status()).isEqualTo(422);
    }

    @Test
    void aFullLoadTakesThePlaceOfEverythingOnceItIsCommittedWithItsCount() throws Exception {
        send("E1:Ada", "E2:Grace");
        String load = begun();
        inbox.part(sender(), load, records("E2:Grace H", "E3:Alan"));
        assertThat(all()).as("not before").containsExactly("E1:Ada", "E2:Grace", "at push-1");
        assertThatThrownBy(() -> inbox.commit(sender(), load, json("{'count':3}"))).isInstanceOf(PushRefusal.class).hasMessageContaining("the load has 2 records, and the commit says 3");
        inbox.part(sender(), load, records("E4:Tim"));
        assertThat(inbox.commit(sender(), load, json("{'count':3}")).body().path("records").asInt()).isEqualTo(3);
        assertThat(all()).containsExactly("E2:Grace H", "E3:Alan", "E4:Tim", "at push-5");
        assertThatThrownBy(() -> since("push-1")).isInstanceOf(DeltaLostException.class);
        assertThatThrownBy(() -> inbox.part(sender(), load, records("E5:x"))).isInstanceOf(PushRefusal.class);
        send("E5:Eve");
        assertThat(since("push-5")).containsExactly("E5:Eve", "at push-6");
    }

    @Test
    void whatIsSentWhileAFullLoadIsUnderWayIsNewerThanTheLoad() throws Exception {
        send("E1:Ada");
        String load = begun();
        inbox.part(sender(), load, records("E1:old", "E2:old", "E3:old"));
        inbox.changes(sender(), json("{'records':[{'id':'E1','name':'new'}],'deleted':['E2']}"));
        inbox.commit(sender(), load, json("{'count':3}"));
        assertThat(all()).containsExactly("-E2", "E3:old", "E1:new", "at push-5");
    }

    @Test
    void aRecordThatWasRejectedIsNoAbsentOne() throws Exception {
        String load = begun();
        inbox.part(sender(), load, json("{'records':[{'id':'E1','name':'Ada'},{'id':'E2','x':{}},{'name':'x'}]}"));
        inbox.part(sender(), load, records("E3:one"));
        inbox.part(sender(), load, records("E3:other"));
        inbox.commit(sender(), load, json("{'count':5}"));
        assertThat(all()).containsExactly("!E2", "!E3", "!?", "E1:Ada", "at push-5");
        send("E2:Grace");
        assertThat(all()).as("until it comes").containsExactly("!E3", "!?", "E1:Ada", "E2:Grace", "at push-6");
    }

    @Test
    void aLoadThatAnotherFollowsIsGivenUpOrOldOrGivenUpByHand() throws Exception {
        String first = begun();
        inbox.part(sender(), first, records("E1:x"));
        String second = begun();
        assertThatThrownBy(() -> inbox.commit(sender(), first, json("{'count':1}"))).isInstanceOf(PushRefusal.class).hasMessageContaining(second + " is");
        inbox.giveUp(sender(), second);
        assertThatThrownBy(() -> inbox.commit(sender(), second, json("{'count':0}"))).isInstanceOf(PushRefusal.class);
        String third = begun();
        inbox.close();
        inbox = open(folder, NOW.plus(Duration.ofHours(25)));
        assertThatThrownBy(() -> inbox.commit(sender(), third, json("{'count':0}"))).isInstanceOf(PushRefusal.class);
    }

    @Test
    void aLoadGoesOnAfterARestart() throws Exception {
        String load = begun();
        inbox.part(sender(), load, records("E1:Ada"));
        inbox.close();
        inbox = open(folder, NOW);
        inbox.part(sender(), load, records("E2:Grace"));
        inbox.commit(sender(), load, json("{'count':2}"));
        assertThat(all()).containsExactly("E1:Ada", "E2:Grace", "at push-4");
    }

    @Test
    void manyRequestsArePutTogetherAndSayTheSame() throws Exception {
        for (int i = 0; i < 1003; i++) {
            send("E" + i % 7 + ":" + i);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith("json"))).hasSize(3);
        }
        assertThat(new TreeSet<>(all())).containsExactly("E0:1001", "E1:1002", "E2:996", "E3:997", "E4:998", "E5:999", "E6:1000", "at push-1003");
        assertThatThrownBy(() -> since("push-900")).isInstanceOf(DeltaLostException.class);
        assertThat(since("push-1002")).containsExactly("E1:1002", "at push-1003");
        inbox.close();
        inbox = open(folder, NOW);
        assertThat(inbox.changes(new Sender("key-5", "hr"), records("E4:4")).fresh()).as("known again after that").isFalse();
    }

    @Test
    void anInboxThatIsAnotherOneIsReadAsAWhole() throws Exception {
        send("E1:Ada");
        assertThatThrownBy(() -> since("push-7")).isInstanceOf(DeltaLostException.class);
        assertThatThrownBy(() -> since("2026-11-20")).isInstanceOf(DeltaLostException.class);
    }

    @Test
    void onlyOneProcessTakesRequestsIntoAFolder() {
        assertThatThrownBy(() -> open(folder, NOW)).isInstanceOf(IOException.class).hasMessageContaining("another process");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        send("E1:Ada");
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        assertThat(Files.getPosixFilePermissions(folder.resolve("request-000000000001.json"))).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenIsNotTakenAndTheSameRequestIsTakenLater() throws Exception {
        send("E1:Ada");
        Sender again = sender();
        Path blocked = folder.resolve(".request-000000000002.json.part");
        Files.createDirectories(blocked.resolve("in the way"));
        assertThatThrownBy(() -> inbox.changes(again, records("E2:Grace"))).isInstanceOf(IOException.class);
        assertThat(all()).containsExactly("E1:Ada", "at push-1");
        Files.delete(blocked.resolve("in the way"));
        Files.deleteIfExists(blocked);
        assertThat(inbox.changes(again, records("E2:Grace")).fresh()).isTrue();
        assertThat(all()).containsExactly("E1:Ada", "E2:Grace", "at push-2");
    }

    @Test
    void aRejectedRowOfALoadIsOverWhereSomethingNewerCame() throws Exception {
        String load = begun();
        inbox.part(sender(), load, json("{'records':[{'id':'E1','x':{}},{'id':'E2','x':{}},{'id':'E3','x':{}}]}"));
        inbox.changes(sender(), json("{'records':[{'id':'E1','name':'new'}],'deleted':['E2']}"));
        inbox.commit(sender(), load, json("{'count':3}"));
        assertThat(all()).containsExactly("!E3", "-E2", "E1:new", "at push-4");
    }

    @Test
    void whatWasDeletedIsKnownAsThatWhateverIsPutTogetherOrLoadedUntilItComesAgain() throws Exception {
        send("E1:Ada", "E2:Grace", "E3:Alan", "E4:Tim");
        inbox.changes(sender(), json("{'deleted':['E1','E2','E3']}"));
        send("E3:Alan T");
        for (int i = 0; i < 998; i++) {
            send("E4:" + i);
        }
        assertThat(all()).as("put together").containsExactly("-E1", "-E2", "E3:Alan T", "E4:997", "at push-1001");
        send("E2:Grace H");
        assertThat(all()).containsExactly("-E1", "E3:Alan T", "E4:997", "E2:Grace H", "at push-1002");
        inbox.changes(sender(), json("{'deleted':['E3']}"));
        String load = begun();
        inbox.part(sender(), load, records("E1:back", "E4:Tim"));
        inbox.changes(sender(), json("{'deleted':['E4']}"));
        inbox.commit(sender(), load, json("{'count':2}"));
        assertThat(all()).containsExactly("-E3", "-E4", "E1:back", "at push-1007");
        inbox.close();
        inbox = open(folder, NOW);
        assertThat(inbox.changes(new Sender("key-1", "hr"), records("E1:Ada", "E2:Grace", "E3:Alan", "E4:Tim")).fresh()).isFalse();
    }

    private void deleted(int from, int to) throws Exception {
        for (int some = from; some < to; some += 1000) {
            inbox.changes(sender(), json(IntStream.range(some, some + 1000).mapToObj(key -> "'D" + key + "'").collect(Collectors.joining(",", "{'deleted':[", "]}"))));
        }
    }

    @Test
    void whatWasRejectedIsToldToWhoeverReadsUntilItIsSentAgainAndWhatWasDeletedHasAMeasure() throws Exception {
        send("E1:Ada", "E2:Grace");
        inbox.changes(sender(), json("{'records':[{'id':'E1','x':{}},{'id':'E3','x':{}},{'x':1}],'deleted':['E2']}"));
        assertThat(since("push-1")).containsExactly("-E2", "!E1", "!E3", "!?", "at push-2");
        assertThat(all()).as("one that nobody knows would keep anybody from being missed").containsExactly("E1:Ada", "-E2", "!E1", "!E3", "at push-2");
        deleted(0, 50_000);
        assertThat(all()).as("put together").contains("E1:Ada", "-E2", "!E1", "!E3", "-D0", "-D49999").doesNotContain("!?");
        send("E3:Alan");
        assertThat(all()).contains("E1:Ada", "!E1", "E3:Alan").doesNotContain("!E3");
        deleted(50_000, 150_000);
        List<String> last = all();
        assertThat(last).contains("E1:Ada", "!E1", "E3:Alan", "-D149999").doesNotContain("-E2", "-D0");
        assertThat(last.stream().filter(item -> item.startsWith("-")).count()).isLessThanOrEqualTo(Deletions.MOST + 50_000);
        inbox.close();
        inbox = open(folder, NOW.plus(Deletions.LIVES).plus(Duration.ofDays(1)));
        deleted(1_000_000, 1_050_000);
        assertThat(all()).as("a year later").contains("E1:Ada", "E3:Alan", "-D1000000").doesNotContain("-D149999");
    }

    @Test
    void aCommitThatIsNotWrittenIsNotKnownWhateverStoodInItsWay() throws Exception {
        String load = begun();
        inbox.part(sender(), load, json("{'records':[{'id':'E1','name':'ok'}]}"));
        Sender again = sender();
        AtomicBoolean fails = new AtomicBoolean(true);
        Path written = folder.resolve(".state-000000000003.jsonl.part");
        inbox.close();
        inbox = PushInbox.open(folder, "id", new Clock() {
            @Override
            public Instant instant() {
                if (fails.get() && Files.exists(written)) {
                    throw new IllegalStateException("while it is written");
                }
                return NOW;
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
        assertThatThrownBy(() -> inbox.commit(again, load, json("{'count':1}"))).hasMessage("while it is written");
        fails.set(false);
        assertThat(inbox.commit(again, load, json("{'count':1}")).fresh()).isTrue();
        assertThat(all()).containsExactly("E1:ok", "at push-3");
    }

    @Test
    void whatHasItsNameAndMayNotKeepItIsNotThere() throws Exception {
        InboxFolder failing = new InboxFolder(folder, path -> {
            throw new IOException("the disk has gone");
        });
        assertThatThrownBy(() -> failing.write(InboxFolder.Content.REQUEST, 1, out -> out.write("{}"))).hasMessage("the disk has gone");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(".lock");
        }
    }

    @Test
    void keysThatAreNoWholeNumbersAndNumbersWithoutEndAreNotTaken() throws Exception {
        Answer answer = inbox.changes(sender(), json("{'records':[{'id':1.0},{'id':1e3},{'id':7,'n':1.50},{'id':8,'n':1e101},{'id':9,'n':[1e-999999]}],'deleted':[2.0,3]}"));
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.body().path("rejected")).hasSize(5);
        assertThat(answer.body().toString()).contains("a number with a fraction or an exponent", "deleted: id is a number", "\\\"n\\\" has more than 100 digits");
        assertThat(all()).containsExactly("7:", "-3", "!8", "!9", "at push-1");
    }

    @Test
    void aGoodAndAWrongRowOfOneKeyAreTwo() throws Exception {
        for (String rows : List.of("{'id':'E1'},{'id':'E1','x':{}}", "{'id':'E1','x':{}},{'id':'E1'}", "{'id':'E1','x':{}},{'id':'E1','x':{}}")) {
            String load = begun();
            assertThat(inbox.part(sender(), load, json("{'records':[" + rows + "]}")).body().path("rejected")).as(rows).hasSize(2);
            assertThat(inbox.commit(sender(), load, json("{'count':2}")).body().path("records").asInt()).isZero();
        }
    }

    @Test
    void aListOfTheFolderIsOfOneMoment() throws Exception {
        send("E1:Ada");
        InboxFolder reading = new InboxFolder(folder);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 2; i <= 1200; i++) {
                    send("E" + i % 3 + ":" + i);
                }
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        int looks = 0;
        while (!sending.isDone() || looks == 0) {
            looks++;
            List<Long> numbers = reading.look(files -> {
                long state = InboxFolder.state(files).map(InboxFolder.Found::number).orElse(0L);
                List<Long> behind = new ArrayList<>(InboxFolder.requests(files, state).stream().map(InboxFolder.Found::number).toList());
                behind.add(0, state);
                return behind;
            });
            assertThat(numbers).isEqualTo(IntStream.range(0, numbers.size()).mapToObj(i -> numbers.get(0) + i).toList());
        }
        sending.join();
    }

    @Test
    void answersThatAreKnownAgainHaveAMeasure() throws Exception {
        byte[] wrong = json("{'records':[" + "{},".repeat(999) + "{}]}");
        for (int i = 0; i < 101; i++) {
            inbox.changes(sender(), wrong);
        }
        assertThat(inbox.changes(new Sender("key-2", "hr"), wrong).fresh()).as("with 100,000 rejected records").isFalse();
        assertThat(inbox.changes(new Sender("key-1", "hr"), wrong).fresh()).as("with more").isTrue();
    }

    @Test
    void aLoadThatNobodyEndsKeepsNothingFromBeingPutTogether() throws Exception {
        String load = begun();
        inbox.part(sender(), load, records("E1:x"));
        inbox.close();
        inbox = open(folder, NOW.plus(Duration.ofHours(25)));
        for (int i = 0; i < 1000; i++) {
            send("E1:" + i);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(".lock", "state-000000001002.jsonl");
        }
    }

    /** The folder as it is at any instant is what a process that is killed then leaves. */
    @Test
    void whateverWasAnsweredIsThereAtWhateverInstantTheProcessIsKilled() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 1; i <= 1500; i++) {
                    if (i % 400 == 0) {
                        String load = begun();
                        inbox.part(sender(), load, records(IntStream.range(1, i).mapToObj(one -> "E" + one + ":x").skip(Math.max(0, i - 900)).toArray(String[]::new)));
                        inbox.giveUp(sender(), load);
                    }
                    send("E" + i + ":x");
                    answered.set(i);
                }
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        int looks = 0;
        while (!sending.isDone() || looks == 0) {
            int before = answered.get();
            Path left = temp.resolve("left-" + looks++);
            copy(left);
            if (before > 0) {
                try (PushInbox ignored = open(left, NOW)) {
                    List<String> items = items(InboxReading.list(new InboxFolder(left), "id"));
                    assertThat(items).containsAll(IntStream.rangeClosed(1, before).mapToObj(one -> "E" + one + ":x").toList());
                }
            }
        }
        sending.join();
        assertThat(looks).isGreaterThan(3);
    }

    private void copy(Path to) throws IOException {
        while (true) {
            Files.createDirectories(to);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
                return;
            } catch (NoSuchFileException gone) {
                try (Stream<Path> half = Files.list(to)) {
                    for (Path file : half.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
