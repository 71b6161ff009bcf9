package io.caravan.lives;

import io.caravan.lives.Person.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at what targets hold, and tells what must never be, and what is not as it should be. Each finding begins with the worker it is about. */
final class Witness {

    private final Company company;
    private final Map<String, Map<String, Account>> before = new HashMap<>();
    /** How each target has ever lied: what it made of a value then may stand there still. */
    private final Map<String, Set<Lie>> ever = new HashMap<>();

    Witness(Company company) {
        this.company = company;
    }

    /** What must never be: measured against what was there when this was last asked. */
    List<String> wrongs(Application application) {
        ever.computeIfAbsent(application.job(), job -> new HashSet<>()).addAll(application.lying().lies());
        Map<String, Account> now = new TreeMap<>();
        List<String> wrongs = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        application.accounts().forEach(account -> now.put(account.id(), account));
        for (Account account : now.values()) {
            Optional.ofNullable(owners.put(account.worker(), account.id())).ifPresent(other ->
                    wrongs.add(account.worker() + " has two accounts in " + application.job() + ": " + other + " and " + account.id()));
            if (!company.knows(account.worker())) {
                wrongs.add(account.worker() + " is nobody, and has an account in " + application.job() + ": " + account);
            } else {
                wrongs.addAll(wrongValues(application, account, now));
            }
        }
        Map<String, Account> then = before.getOrDefault(application.job(), Map.of());
        Set<String> ids = new HashSet<>(now.keySet());
        ids.addAll(then.keySet());
        ids.forEach(id -> moved(application, Optional.ofNullable(then.get(id)), Optional.ofNullable(now.get(id))).ifPresent(wrongs::add));
        before.put(application.job(), now);
        return wrongs;
    }

    /** Opened or closed, and nothing that is or was told of her says so. */
    private Optional<String> moved(Application application, Optional<Account> then, Optional<Account> now) {
        boolean was = then.map(Account::open).orElse(false);
        boolean is = now.map(Account::open).orElse(false);
        if (was == is && now.isPresent() == then.isPresent()) {
            return Optional.empty();
        }
        String worker = now.or(() -> then).orElseThrow().worker();
        if (!company.knows(worker)) {
            return Optional.empty();
        }
        Set<Wish> wishes = company.tellable(worker).stream().map(person -> person.wish(company.now(), application.closesOnLeave())).collect(Collectors.toSet());
        String what = null;
        if (now.isEmpty()) {
            what = "was deleted";
        } else if (is && !was && !wishes.contains(Wish.OPEN)) {
            what = then.isEmpty() ? "was made and opened" : "was opened";
        } else if (was && !is && Set.of(Wish.OPEN).containsAll(wishes)) {
            what = "was closed";
        } else if (then.isEmpty() && !wishes.contains(Wish.OPEN) && !wishes.contains(Wish.READY)) {
            what = "was made";
        }
        return Optional.ofNullable(what).map(done -> worker + ": the account in " + application.job() + " " + done + ", who should be " + wishes
                + ": " + then.map(Account::toString).orElse("none") + " → " + now.map(Account::toString).orElse("none"));
    }

    /** A value that never was this person's. */
    private List<String> wrongValues(Application application, Account account, Map<String, Account> all) {
        List<String> wrongs = new ArrayList<>();
        account.values().forEach((name, value) -> {
            boolean hers = name.equals(Account.LOGIN) || company.versions(account.worker()).stream()
                    .anyMatch(person -> same(ever.get(application.job()), name, person.shown().get(name), value));
            if (!hers) {
                wrongs.add(account.worker() + " has somebody else's " + name + " in " + application.job() + ": " + value);
            }
        });
        account.boss().map(all::get).ifPresent(boss -> {
            if (company.versions(account.worker()).stream().noneMatch(person -> person.boss().equals(Optional.of(boss.worker())))) {
                wrongs.add(account.worker() + " reports to somebody else in " + application.job() + ": " + boss.worker());
            }
        });
        return wrongs;
    }

    /** As far as the target can hold what it is given. */
    private static boolean same(Set<Lie> lies, String name, String wanted, String held) {
        if (wanted == null || held == null) {
            return Objects.equals(wanted, held);
        }
        if (name.equals(Account.NAME) && lies.contains(Lie.FOLDED)) {
            return wanted.equalsIgnoreCase(held);
        }
        if (name.equals(Account.PHONE) && lies.contains(Lie.REFORMATTED)) {
            return wanted.replaceAll("[^0-9]", "").equals(held.replaceAll("[^0-9]", ""));
        }
        return wanted.equals(held);
    }

    /** Who is not as she should be, going by what the program has been told. */
    List<String> undone(Application application) {
        Map<String, List<Account>> accounts = application.accounts().stream().collect(Collectors.groupingBy(Account::worker));
        List<String> undone = new ArrayList<>();
        for (Person current : company.people()) {
            List<Account> hers = accounts.getOrDefault(current.worker(), List.of());
            company.known(current.worker()).stream().map(person -> undone(application, person, hers, accounts)).min(Comparator.comparingInt(List::size)).ifPresent(undone::addAll);
        }
        return undone;
    }

    private List<String> undone(Application application, Person person, List<Account> hers, Map<String, List<Account>> accounts) {
        Wish wish = person.wish(company.now(), application.closesOnLeave());
        if (wish == Wish.LEFT || wish == Wish.NONE) {
            return hers.stream().filter(Account::open).map(account -> person.worker() + " should have no open account in " + application.job() + ": " + account).toList();
        }
        if (hers.size() != 1) {
            return List.of(person.worker() + " should have one account in " + application.job() + ", and has " + hers.size());
        }
        Account account = hers.get(0);
        return account.open() != (wish == Wish.OPEN) ? List.of(person.worker() + " should be " + wish + " in " + application.job() + ": " + account)
                : differences(application, person, account, accounts);
    }

    private static List<String> differences(Application application, Person person, Account account, Map<String, List<Account>> accounts) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new HashSet<>(person.shown().keySet());
        names.addAll(account.values().keySet());
        names.remove(Account.LOGIN);
        for (String name : names) {
            if (!same(application.lying().lies(), name, person.shown().get(name), account.values().get(name))) {
                differences.add(person.worker() + " should have the " + name + " " + person.shown().get(name) + " in " + application.job() + ": " + account);
            }
        }
        Optional<String> boss = person.boss().flatMap(worker -> accounts.getOrDefault(worker, List.of()).stream().map(Account::id).findFirst());
        if (boss.isPresent() && !boss.equals(account.boss())) {
            differences.add(person.worker() + " should report to " + person.boss().get() + " (" + boss.get() + ") in " + application.job() + ": " + account);
        }
        return differences;
    }
}
