package io.caravan.lives;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A company as it truly is, whose people join, move, marry, go on leave, leave and come back; and what the program can know of
 * it. Employees are in one source, contractors in another.
 */
final class Company {

    static final List<String> DEPTS = List.of("Sales", "Legal", "Research", "Support");
    private static final List<String> GIVEN = List.of("Ada", "Grace", "Zoë", "Alan", "Mary", "Radia", "Edsger", "Noor");
    private static final List<String> FAMILY = List.of("Lovelace", "Hopper", "Mcdonald", "O'Neil", "Knuth", "Perlman", "Ångström", "de la Cruz");
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);
    /** Leavings by a record's disappearance are few: sources that shrink by more than a tenth are not believed, and need not be. */
    private static final double VANISHING = 0.1;
    private static final int MASS = 6;

    private final Random random;
    private final boolean contractors;
    private final boolean spelling;
    private final Map<String, Life> lives = new TreeMap<>();
    private final Map<Boolean, Integer> vanished = new TreeMap<>(Map.of(true, 0, false, 0));
    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private int numbers;

    /** One person, and what may be known of her. */
    private static final class Life {
        private final List<Person> all = new ArrayList<>();
        /** How the program may know her: more than one, when nobody can say how much it was told. */
        private final Set<Person> known = new LinkedHashSet<>();

        private Life(Person first) {
            all.add(first);
            known.add(first.inRecords(false));
        }

        private Person current() {
            return all.get(all.size() - 1);
        }
    }

    /** @param spelling whether names are put right in nothing but the case of their letters */
    Company(Random random, int employees, int contractors, boolean spelling) {
        this.random = random;
        this.spelling = spelling;
        this.contractors = contractors > 0;
        for (int i = 0; i < employees + contractors; i++) {
            join(i >= employees, LONG_AGO);
        }
    }

    Instant now() {
        return now;
    }

    LocalDate today() {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Everybody there ever was, as they are now. */
    List<Person> people() {
        return lives.values().stream().map(Life::current).toList();
    }

    /** Those of one source, as it should tell of them. */
    List<Person> inRecords(boolean ofContractors) {
        return people().stream().filter(person -> person.isContractor() == ofContractors && person.inRecords()).toList();
    }

    Person person(String worker) {
        return lives.get(worker).current();
    }

    boolean knows(String worker) {
        return lives.containsKey(worker);
    }

    /** Every version there was of somebody, oldest first. */
    List<Person> versions(String worker) {
        return Collections.unmodifiableList(lives.get(worker).all);
    }

    /** What the program may go by: as she is, and as it may know her. */
    Set<Person> tellable(String worker) {
        Set<Person> all = new LinkedHashSet<>(known(worker));
        all.add(person(worker));
        return all;
    }

    /** What the program has to go by when it says that nothing is left to do: one of these. */
    Set<Person> known(String worker) {
        return lives.get(worker).known;
    }

    /** A source told all that is true, but for what it cannot have told of these. */
    void told(boolean ofContractors, Predicate<Person> unseen) {
        of(ofContractors).filter(life -> !unseen.test(life.current())).forEach(life -> {
            life.known.clear();
            life.known.add(life.current());
        });
        if (of(ofContractors).map(Life::current).noneMatch(person -> !person.inRecords() && unseen.test(person))) {
            vanished.put(ofContractors, 0);
        }
    }

    /** A source may have told some of what is true, and what it told before may still be believed. */
    void toldInPart(boolean ofContractors) {
        mayHaveBeenTold(ofContractors, person -> true);
    }

    /** A source may have told what is true of these. */
    void mayHaveBeenTold(boolean ofContractors, Predicate<Person> those) {
        of(ofContractors).filter(life -> those.test(life.current())).forEach(life -> life.known.add(life.current()));
    }

    /** A source told how it was once; nothing shows that it is not so any more. */
    void toldOnce(boolean ofContractors, Map<String, Person> once) {
        of(ofContractors).forEach(life -> {
            life.known.clear();
            life.known.add(once.getOrDefault(life.current().worker(), life.current().inRecords(false)));
        });
    }

    /** A source may have told how it was once. */
    void mayHaveBeenToldOnce(boolean ofContractors, Map<String, Person> once) {
        of(ofContractors).forEach(life -> life.known.add(once.getOrDefault(life.current().worker(), life.current().inRecords(false))));
    }

    private Stream<Life> of(boolean contractor) {
        return lives.values().stream().filter(life -> life.current().isContractor() == contractor);
    }

    /** Time passes, and things happen. In words, one for each. */
    List<String> live() {
        now = now.plus(Duration.ofHours(1 + random.nextInt(60)));
        List<String> happened = new ArrayList<>();
        int moves = 1 + random.nextInt(2 + lives.size() / 8);
        for (int i = 0; i < moves; i++) {
            move().ifPresent(happened::add);
        }
        if (random.nextInt(12) == 0) {
            happened.addAll(many());
        }
        return happened;
    }

    /** Time passes, and nothing happens but what was to happen. */
    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** Somebody becomes this; or joins, if there is nobody of that name. */
    Company becomes(Person person) {
        lives.computeIfAbsent(person.worker(), worker -> new Life(person)).all.add(person);
        return this;
    }

    private Optional<String> move() {
        return switch (random.nextInt(14)) {
            case 0 -> Optional.of(join(contractors && random.nextInt(3) == 0, today().plusDays(List.of(0, 0, 5, 40).get(random.nextInt(4)))));
            case 1 -> change("marries", Person::inRecords, one -> one.named(pick(FAMILY) + "-" + one.family().replaceFirst("-.*", "")));
            case 2 -> change("is spelt right", one -> spelling && one.inRecords(), one -> one.named(one.family().equals(one.family().toUpperCase()) ? one.family().toLowerCase()
                    : one.family().toUpperCase()));
            case 3, 4 -> change("moves", Person::inRecords, one -> one.in(pick(DEPTS), boss(one.worker()).or(one::boss)));
            case 5 -> change("is reached", Person::inRecords, one -> one.reachedAt(one.phone().isPresent() ? Optional.empty() : Optional.of("+44 20 " + random.nextInt(9999))));
            case 6 -> change("goes on leave", this::isHere, one -> one.standing("leave", one.start(), one.end()));
            case 7 -> change("is back from leave", one -> one.status().equals("leave"), one -> one.standing("active", one.start(), one.end()));
            case 8 -> change("leaves", this::isHere, one -> one.standing("terminated", one.start(), Optional.of(today())));
            case 9 -> change("leaves by date", this::isHere, one -> one.standing(one.status(), one.start(), Optional.of(today().plusDays(random.nextInt(5) - 2))));
            case 10 -> vanish();
            case 11 -> change("is hired anew", one -> isGone(one) && one.inRecords() && !one.isContractor() && one.former().isEmpty(), one -> one.hiredAnew(today()));
            default -> change("comes back", this::isGone, one -> one.standing("active", today(), Optional.empty()).inRecords(true));
        };
    }

    /** A plant closes, a season begins. */
    private List<String> many() {
        boolean leave = random.nextBoolean();
        List<Person> those = new ArrayList<>(people().stream().filter(leave ? this::isHere : this::isGone).toList());
        Collections.shuffle(those, random);
        those = those.subList(0, Math.min(those.size() / 2, MASS + random.nextInt(4)));
        List<String> happened = new ArrayList<>();
        for (Person one : those) {
            happened.add((leave ? "leaves with many: " : "comes back with many: ") + changed(leave ? one.standing("terminated", one.start(), Optional.of(today()))
                    : one.standing("active", today(), Optional.empty()).inRecords(true)));
        }
        return happened;
    }

    private boolean isHere(Person person) {
        return person.wish(now, false) == Person.Wish.OPEN;
    }

    private boolean isGone(Person person) {
        return person.wish(now, false) == Person.Wish.LEFT;
    }

    private String join(boolean contractor, LocalDate start) {
        Person person = Person.newcomer((contractor ? "C" : "E") + ++numbers, pick(GIVEN), pick(FAMILY), pick(DEPTS), boss(""), start);
        lives.put(person.worker(), new Life(person));
        return "joins: " + person;
    }

    private Optional<String> vanish() {
        Optional<Person> who = any(person -> isHere(person) && person.former().isEmpty() && vanished.get(person.isContractor()) + 1 <= VANISHING * inRecords(person.isContractor()).size());
        who.ifPresent(person -> vanished.merge(person.isContractor(), 1, Integer::sum));
        return who.map(person -> "vanishes: " + changed(person.inRecords(false)));
    }

    private Optional<String> change(String word, Predicate<Person> of, UnaryOperator<Person> how) {
        return any(of).map(person -> word + ": " + changed(how.apply(person)));
    }

    private Person changed(Person person) {
        becomes(person);
        return person;
    }

    private Optional<Person> any(Predicate<Person> of) {
        List<Person> those = people().stream().filter(of).toList();
        return those.isEmpty() ? Optional.empty() : Optional.of(those.get(random.nextInt(those.size())));
    }

    /** An employee to report to; people may report to each other in a circle. */
    private Optional<String> boss(String of) {
        return any(person -> !person.isContractor() && !person.worker().equals(of)).map(Person::worker);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
