package io.caravan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and which of them may use which. Subpackages belong to their room. */
class ArchitectureTest {

    /** Functions of their arguments: no time, no threads. */
    private static final List<String> STRICTLY_PURE = List.of("diagnostic", "subject", "connector", "mapping", "expression", "plan");

    /** With the steps of the engine, which know threads and are given a clock. */
    private static final List<String> PURE = with(STRICTLY_PURE, "engine");

    /** Each room with the rooms it may use. */
    private static final Map<String, List<String>> ROOMS = rooms();

    private static JavaClasses classes;

    private static Map<String, List<String>> rooms() {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        for (int i = 0; i < PURE.size(); i++) {
            rooms.put(PURE.get(i), PURE.subList(0, i));
        }
        List.of("config", "store", "embedded").forEach(room -> rooms.put(room, PURE));
        // Further down: camel may use the types Project and Settings of config, and camel.kit the embedded servers.
        rooms.put("camel", with(PURE, "config", "embedded"));
        rooms.put("runtime", with(PURE, "config", "store", "camel"));
        rooms.put("demo", with(PURE, "config", "store", "camel", "embedded", "runtime"));
        rooms.put("operations", with(PURE, "config", "store", "camel", "runtime"));
        // What a console or a REST endpoint would have to repeat is not in the command line: it sees no engine, no store, no runtime.
        rooms.put("cli", with(STRICTLY_PURE, "config", "demo", "operations"));
        return rooms;
    }

    private static List<String> with(List<String> rooms, String... more) {
        List<String> all = new ArrayList<>(rooms);
        all.addAll(List.of(more));
        return all;
    }

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.caravan");
    }

    @Test
    void everyRoomUsesOnlyTheRoomsLeftOfIt() {
        ROOMS.forEach((room, usable) -> {
            String[] allowed = with(usable, room).stream().map(ArchitectureTest::inRoom).toArray(String[]::new);
            noClasses().that().resideInAPackage(inRoom(room))
                    .should().dependOnClassesThat(resideInAPackage("io.caravan..").and(not(resideInAnyPackage(allowed))))
                    .as("room " + room + " uses only " + usable)
                    .allowEmptyShould(true)
                    .check(classes);
        });
    }

    @Test
    void everyPackageIsInARoom() {
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct()
                .filter(name -> !name.equals("io.caravan"))
                .map(ArchitectureTest::room)
                .filter(room -> !ROOMS.containsKey(room))).isEmpty();
    }

    @Test
    void camelKnowsOfConfigOnlyWhatAProjectIs() {
        DescribedPredicate<JavaClass> readers = resideInAPackage(inRoom("config")).and(not(DescribedPredicate.describe(
                "Project or Settings", type -> List.of("Project", "Settings").contains(type.getSimpleName()))));
        noClasses().that().resideInAPackage(inRoom("camel")).should().dependOnClassesThat(readers).allowEmptyShould(true).check(classes);
    }

    @Test
    void onlyTheConnectorKitUsesEmbeddedServers() {
        noClasses().that().resideInAPackage(inRoom("camel")).and().resideOutsideOfPackage("io.caravan.camel.kit..")
                .should().dependOnClassesThat().resideInAPackage(inRoom("embedded")).allowEmptyShould(true).check(classes);
    }

    @Test
    void thePureRoomsKnowNoCamelNoDatabaseAndNoFiles() {
        noClasses().that().resideInAnyPackage(PURE.stream().map(ArchitectureTest::inRoom).toArray(String[]::new))
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "java.sql..", "javax.sql..",
                        "java.nio.file..", "java.net.http..", "picocli..", "com.fasterxml..", "org.snakeyaml..")
                .check(classes);
    }

    @Test
    void thePureRoomsNeverAskTheSystemForTheTime() {
        noClasses().that().resideInAnyPackage(rooms(PURE))
                .should().callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callConstructor(java.util.Date.class)
                .check(classes);
    }

    @Test
    void whatIsDecidedKnowsNoThreadNoLockAndNoClock() {
        DescribedPredicate<JavaClass> others = resideInAPackage("java.util.concurrent..")
                .and(not(assignableTo(ConcurrentMap.class))) // a memory of what was computed, not something to wait at
                .or(assignableTo(Thread.class)).or(assignableTo(Clock.class));
        noClasses().that().resideInAnyPackage(rooms(STRICTLY_PURE)).should().dependOnClassesThat(others)
                .orShould().callMethod(System.class, "nanoTime").orShould().callMethod(Object.class, "wait").orShould().callMethod(Object.class, "notifyAll")
                .check(classes);
        noMethods().that().areDeclaredInClassesThat().resideInAnyPackage(rooms(STRICTLY_PURE)).should().haveModifier(JavaModifier.SYNCHRONIZED).check(classes);
        noFields().that().areDeclaredInClassesThat().resideInAnyPackage(rooms(STRICTLY_PURE)).should().haveModifier(JavaModifier.VOLATILE).check(classes);
    }

    @Test
    void whatOperationsReturnIsForWhoeverShowsIt() {
        noClasses().that().resideInAPackage(inRoom("operations")).should().dependOnClassesThat().resideInAPackage("picocli..")
                .orShould().accessField(System.class, "out").orShould().accessField(System.class, "err").orShould().callMethod(System.class, "exit", int.class)
                .check(classes);
    }

    /** The demonstration is a program of its own, with a result of its own. */
    @Test
    void everyDocumentOfTheCommandLineIsARecordOfOperations() {
        methods().that().haveName("document").and().areDeclaredInClassesThat().resideInAPackage(inRoom("cli"))
                .and().areDeclaredInClassesThat().areRecords().and().areDeclaredInClassesThat().doNotHaveSimpleName("DemoResult")
                .and(not(DescribedPredicate.describe("bridges", method -> method.getModifiers().contains(JavaModifier.BRIDGE))))
                .should().haveRawReturnType(resideInAPackage(inRoom("operations"))).check(classes);
    }

    @Test
    void noPackageCycles() {
        slices().matching("io.caravan.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void noTypeNameStandsInTwoRooms() {
        Map<String, Set<String>> roomsOf = new TreeMap<>();
        classes.stream().filter(JavaClass::isTopLevelClass).filter(type -> !type.getSimpleName().equals("package-info") && !type.getPackageName().equals("io.caravan"))
                .forEach(type -> roomsOf.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>()).add(room(type.getPackageName())));
        assertThat(roomsOf).hasSizeGreaterThan(400);
        assertThat(roomsOf.entrySet().stream().filter(type -> type.getValue().size() > 1)).isEmpty();
    }

    /** What is made of more has parts with names, so that nobody swaps two of nine texts in a row. */
    @Test
    void nothingIsMadeOfMoreThanSevenThings() {
        DescribedPredicate<JavaClass> documents = DescribedPredicate.describe("documents, whose components are the keys of a JSON object",
                type -> type.isRecord() && (room(type.getPackageName()).equals("operations") || type.getSimpleName().equals("DemoResult")));
        assertThat(classes.stream().filter(JavaClass::isTopLevelClass).filter(not(documents))
                .flatMap(type -> type.getConstructors().stream()).filter(made -> made.getRawParameterTypes().size() > 7)
                .map(JavaConstructor::getFullName)).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItHolds() throws IOException {
        Path sources = Path.of("src/main/java/io/caravan");
        try (Stream<Path> folders = Files.walk(sources)) {
            assertThat(folders.filter(Files::isDirectory).filter(folder -> !folder.equals(sources))
                    .filter(ArchitectureTest::holdsJava)
                    .filter(folder -> !Files.isRegularFile(folder.resolve("package-info.java")))).isEmpty();
        }
    }

    private static boolean holdsJava(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static String room(String packageName) {
        return packageName.split("\\.")[2];
    }

    private static String[] rooms(List<String> names) {
        return names.stream().map(ArchitectureTest::inRoom).toArray(String[]::new);
    }

    private static String inRoom(String room) {
        return "io.caravan." + room + "..";
    }
}
