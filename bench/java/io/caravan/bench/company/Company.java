package io.caravan.bench.company;

import io.caravan.bench.company.Person.Department;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A made-up company of any size, the same for the same size and seed. Everybody can be asked for by number without
 * the others, so a million rows are written without holding them. Managers form a tree: everybody leads at most ten
 * people, departments are its upper branches, and the export's order has nothing to do with it.
 */
public final class Company {

    /** The columns of the export. */
    public static final String HEADER =
            "workerId,givenName,familyName,status,hireDate,startDate,endDate,departmentCode,department,title,managerId";

    private static final int SPAN = 10;
    private static final int PEOPLE_A_DEPARTMENT = 200;
    private static final int LEAVERS_PERCENT = 5;
    /** Prime, and so without a factor in common with any size of company below it. */
    private static final long STRIDE = 2_147_483_647L;
    private static final LocalDate FIRST_HIRE = LocalDate.of(1995, 1, 2);
    private static final int DAYS_OF_HIRING = 10_600;

    private final long size;
    private final long seed;
    private final long departments;
    private final long stride;
    private final long backwards;

    public Company(long size, long seed) {
        if (size < 1 || size >= STRIDE) {
            throw new IllegalArgumentException("a company has between 1 and " + (STRIDE - 1) + " people, not " + size);
        }
        this.size = size;
        this.seed = seed;
        this.departments = Math.min(size, Math.max(20, Math.min(500, size / PEOPLE_A_DEPARTMENT)));
        this.stride = STRIDE % size;
        this.backwards = size == 1 ? 0 : java.math.BigInteger.valueOf(stride).modInverse(java.math.BigInteger.valueOf(size)).longValue();
    }

    public long size() {
        return size;
    }

    /** The person in that row, from 0. */
    public Person person(long number) {
        long rank = rank(number);
        long chance = mix(seed * 31 + number);
        boolean leads = rank * SPAN + 1 < size;
        boolean left = !leads && Long.remainderUnsigned(mix(chance + 1), 100) < LEAVERS_PERCENT;
        LocalDate hired = FIRST_HIRE.plusDays(Long.remainderUnsigned(mix(chance + 2), DAYS_OF_HIRING));
        LocalDate started = hired.plusDays(Long.remainderUnsigned(mix(chance + 3), 60));
        String ended = left ? started.plusDays(30 + Long.remainderUnsigned(mix(chance + 4), 500)).toString() : "";
        return new Person(number, workerId(number), pick(Names.GIVEN, chance + 5), familyName(chance), left ? "terminated" : "active",
                hired.toString(), started.toString(), ended, department(rank), title(rank, chance, leads),
                rank == 0 ? "" : workerId(number((rank - 1) / SPAN)));
    }

    /** Writes everybody as the HR system would export them. */
    public void write(Path file) throws IOException {
        write(file, person -> person);
    }

    /** Writes everybody, some of them changed. */
    public void write(Path file, UnaryOperator<Person> changed) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(HEADER + "\n");
            for (long number = 0; number < size; number++) {
                Person one = changed.apply(person(number));
                out.write(String.join(",", one.workerId(), one.givenName(), one.familyName(), one.status(), one.hireDate(), one.startDate(),
                        one.endDate(), one.department().code(), one.department().name(), one.title(), one.managerId()));
                out.write('\n');
            }
        }
    }

    private static String workerId(long number) {
        return String.format(Locale.ROOT, "E%07d", number + 1);
    }

    /** Where a row stands in the tree of managers, counted from the top: a shuffle that can be undone. */
    private long rank(long number) {
        return number * stride % size;
    }

    private long number(long rank) {
        return rank * backwards % size;
    }

    private Department department(long rank) {
        long branch = rank;
        while (branch >= departments) {
            branch = (branch - 1) / SPAN;
        }
        return new Department(String.format(Locale.ROOT, "d%03d", branch),
                Names.FIELD[(int) (branch % Names.FIELD.length)] + " " + Names.PLACE[(int) (branch / Names.FIELD.length % Names.PLACE.length)]
                        + (branch < (long) Names.FIELD.length * Names.PLACE.length ? "" : " " + (branch / (Names.FIELD.length * Names.PLACE.length) + 1)));
    }

    private String title(long rank, long chance, boolean leads) {
        if (rank == 0) {
            return "Chief Executive";
        }
        return rank < departments ? "Head of Department" : leads ? "Team Leader" : pick(Names.RANK, chance + 6) + pick(Names.TITLE, chance + 7);
    }

    private static String familyName(long chance) {
        long kind = Long.remainderUnsigned(mix(chance + 8), 100);
        String made = kind < 45 ? pick(Names.FAMILY, chance + 9) : pick(Names.STEM, chance + 10) + pick(Names.ENDING, chance + 11);
        if (kind % 25 == 0) {
            return pick(Names.PARTICLE, chance + 12) + made;
        }
        return kind % 10 == 7 ? made + "-" + pick(Names.FAMILY, chance + 13) : made;
    }

    private static String pick(String[] words, long chance) {
        return words[(int) Long.remainderUnsigned(mix(chance), words.length)];
    }

    /** SplitMix64's finisher (Steele, Lea and Flood 2014): every bit of the result depends on every bit of the input. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
