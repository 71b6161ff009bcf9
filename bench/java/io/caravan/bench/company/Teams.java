package io.caravan.bench.company;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Groups of a company, as two files: {@code name,title} of each, and {@code team,person} for each membership. In a group are so many, one after the other, of
 * those who work here.
 */
public final class Teams {

    /** Somewhere else in each group; prime, so that groups begin all over the company. */
    private static final long STRIDE = 7919;
    /** In whose places others are after the change. */
    private static final int REPLACED = 5;

    private final List<String> workers;
    private final int groups;
    private final int members;

    /**
     * @param groups  how many
     * @param members of each; fewer where the company has not so many who could be in it and replaced
     */
    public Teams(Company company, int groups, int members) {
        this.workers = LongStream.range(0, company.size()).mapToObj(company::person).filter(Person::works).map(Person::workerId).toList();
        this.groups = groups;
        this.members = Math.min(members, workers.size() - REPLACED);
    }

    public int memberships() {
        return groups * members;
    }

    /** How many memberships begin or end from one version of the pairs to the other. */
    public int changes() {
        return 2 * REPLACED;
    }

    /** @param title what a group is called, before its number */
    public void writeNames(Path file, String title) throws IOException {
        try (BufferedWriter names = Files.newBufferedWriter(file)) {
            names.write("name,title\n");
            for (int group = 0; group < groups; group++) {
                names.write("g" + group + "," + title + " " + group + "\n");
            }
        }
    }

    /**
     * @param changed whether some have been replaced
     * @param share   how much of the file there is, from the beginning: 1 is all of it
     */
    public void writePairs(Path file, boolean changed, double share) throws IOException {
        int shifted = Math.min(groups, REPLACED);
        long rows = Math.round(memberships() * share);
        try (BufferedWriter pairs = Files.newBufferedWriter(file)) {
            pairs.write("team,person\n");
            for (long row = 0; row < rows; row++) {
                long group = row / members;
                long place = group * STRIDE + row % members + (changed && group < shifted ? REPLACED / shifted : 0);
                pairs.write("g" + group + "," + workers.get((int) (place % workers.size())) + "\n");
            }
        }
    }

    /** Titles by group, as in a file of names. */
    public static Map<String, String> titles(Path names) throws IOException {
        Map<String, String> titles = new LinkedHashMap<>();
        each(names, row -> titles.put(row.getField("name"), row.getField("title")));
        return titles;
    }

    /** People's numbers by group, as in a file of pairs. */
    public static Map<String, List<String>> members(Path pairs) throws IOException {
        Map<String, List<String>> members = new LinkedHashMap<>();
        each(pairs, row -> members.computeIfAbsent(row.getField("team"), any -> new ArrayList<>()).add(row.getField("person")));
        return members;
    }

    private static void each(Path file, Consumer<NamedCsvRecord> use) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows.forEach(use);
        }
    }
}
