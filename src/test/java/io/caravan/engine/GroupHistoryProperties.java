package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to people in whatever order: after each run they are in the groups that a naive reading of the rules gives them, as if all had been worked out anew. */
class GroupHistoryProperties {

    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final List<String> RULES = List.of("'A'", "'A,B'", "'C'");

    /** Something happens: somebody is known otherwise, the rule changes, or days pass. */
    record Event(int kind, int person, String department, List<String> codes, int day) {
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Event> event = Combinators.combine(Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 7), Arbitraries.of("A", "B", "C", "broken"),
                Arbitraries.of("x", "y", "z", " ", "X").list().ofMaxSize(3), Arbitraries.integers().between(-2, 6)).as(Event::new);
        return event.list().ofMinSize(1).ofMaxSize(25);
    }

    private final Map<String, Event> people = new HashMap<>();
    private final Map<String, Set<String>> groups = new TreeMap<>();
    private String condition = RULES.get(0);
    private Instant now = START;

    @Property(tries = 150)
    void peopleAreWhereTheRulesPutThem(@ForAll("histories") List<Event> history) throws IOException {
        people.clear();
        groups.clear();
        condition = RULES.get(0);
        now = START;
        Path folder = Files.createTempDirectory("groups");
        RuledCompany company = rules(new RuledCompany(folder, new InMemoryStateStore()));
        for (Event event : history) {
            happens(company, event);
            company.now = now;
            GroupRun run = company.run();
            asRead();
            assertThat(company.all()).as("after %s of %s", event, history).isEqualTo(groups);
            assertThat(run.counted(Counted.FAILED)).isEqualTo(people.values().stream().filter(one -> one.department().equals("broken") && isHere(one)).count());
            assertThat(company.run().moved()).as("nothing is left to do").isEmpty();
        }
        if (people.values().stream().noneMatch(one -> one.department().equals("broken"))) {
            RuledCompany anew = new RuledCompany(folder, new InMemoryStateStore());
            anew.now = now;
            rules(anew);
            people.forEach((key, event) -> known(anew, key, event));
            anew.run();
            assertThat(anew.all()).as("worked out anew").isEqualTo(groups);
        }
    }

    private RuledCompany rules(RuledCompany company) {
        return company.rule("department", "group: department", "include: \"${iif(${body[department]} == 'broken', ${dateFormat('x', 'yyyy')}, ${body[department]})} in " + condition + "\"",
                "guard: {maxJoin: 100%, maxLeave: 100%}".replace("maxJoin: 100%", "maxJoin: 1000"))
                .rule("codes", "group: \"code-${lowercase(${each})}\"", "each: \"${body[codes]}\"", "guard: {maxJoin: 1000, maxLeave: 100%}");
    }

    private void happens(RuledCompany company, Event event) {
        if (event.kind() == 0) {
            condition = RULES.get(Math.abs(event.day()) % RULES.size());
            rules(company);
        } else if (event.kind() == 1) {
            now = now.plus(Duration.ofDays(Math.abs(event.day())));
        } else {
            String key = "E" + event.person();
            Event dated = new Event(event.kind(), event.person(), event.department(), event.codes(), event.day() + (int) Duration.between(START, now).toDays());
            people.put(key, dated);
            known(company, key, dated);
        }
    }

    private static void known(RuledCompany company, String key, Event event) {
        company.person(key, "department", event.department(), "codes", new ArrayList<>(event.codes()), event.kind() % 2 == 0 ? "startDate" : "endDate", day(event));
    }

    private static String day(Event event) {
        return START.plus(Duration.ofDays(event.day())).toString().substring(0, 10);
    }

    private boolean isHere(Event event) {
        Instant day = START.plus(Duration.ofDays(event.day()));
        return event.kind() % 2 == 0 ? !day.isAfter(now) : day.plus(Duration.ofDays(1)).isAfter(now);
    }

    private void asRead() {
        people.forEach((key, event) -> {
            boolean here = isHere(event);
            if (!here || !event.department().equals("broken")) {
                move(key, "department", here && List.of(condition.replace("'", "").split(",")).contains(event.department()));
            }
            Set<String> codes = new TreeSet<>();
            event.codes().stream().filter(code -> here && !code.isBlank()).forEach(code -> codes.add("code-" + code.toLowerCase(java.util.Locale.ROOT)));
            List.of("code-x", "code-y", "code-z").forEach(group -> move(key, group, codes.contains(group)));
        });
        groups.values().removeIf(Set::isEmpty);
    }

    private void move(String person, String group, boolean in) {
        Set<String> members = groups.computeIfAbsent(group, none -> new TreeSet<>());
        if (in) {
            members.add(person);
        } else {
            members.remove(person);
        }
    }
}
