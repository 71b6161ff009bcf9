package io.caravan.bench.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompanyTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 10, 997, 20_000})
    void everybodyButTheChiefHasAManagerWhoWorksHere(long size) {
        Map<String, Person> people = people(new Company(size, 1));
        assertThat(people).hasSize((int) size);
        assertThat(people.values().stream().filter(one -> one.managerId().isEmpty())).hasSize(1);
        people.values().forEach(one -> {
            Person above = one;
            int levels = 0;
            while (!above.managerId().isEmpty()) {
                above = people.get(above.managerId());
                assertThat(above.works()).isTrue();
                assertThat(++levels).isLessThan(10);
            }
        });
    }

    @Test
    void looksLikeACompany() {
        Map<String, Person> people = people(new Company(20_000, 1));
        assertThat(people.values().stream().map(Person::department).distinct()).hasSize(100);
        assertThat(people.values().stream().filter(one -> !one.works()).count()).isBetween(700L, 1_100L);
        assertThat(people.values().stream().filter(one -> one.familyName().chars().anyMatch(letter -> letter > 127)).count()).isPositive();
        Map<String, Long> names = new HashMap<>();
        people.values().forEach(one -> names.merge(one.givenName() + " " + one.familyName(), 1L, Long::sum));
        assertThat(names.size()).isLessThan(people.size());
    }

    @Test
    void theSameSizeAndSeedGiveTheSameExport() throws IOException {
        Path one = folder.resolve("one.csv");
        Path two = folder.resolve("two.csv");
        Path other = folder.resolve("other.csv");
        new Company(500, 1).write(one);
        new Company(500, 1).write(two);
        new Company(500, 2).write(other);
        assertThat(two).hasSameTextualContentAs(one);
        assertThat(Files.readString(other)).isNotEqualTo(Files.readString(one));
        assertThat(Files.readAllLines(one)).hasSize(501).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(11));
    }

    private static Map<String, Person> people(Company company) {
        Map<String, Person> people = new HashMap<>();
        LongStream.range(0, company.size()).mapToObj(company::person).forEach(one -> people.put(one.workerId(), one));
        return people;
    }
}
