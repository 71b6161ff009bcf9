package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.caravan.diagnostic.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in the folder: problems with places, never an exception, and never a guess. */
class HostileFilesTest {

    @TempDir
    Path folder;

    @Test
    void aBinaryFileIsNoMapping() {
        byte[] binary = new byte[5000];
        new Random(1).nextBytes(binary);
        binary[0] = 'a';
        binary[1] = 0;

        assertThat(first(new TestProject(folder).write("mappings/logo.yaml", binary)))
                .isEqualTo("mappings/logo.yaml:1:2 YML003 the file is not text: it has a control character here");
    }

    @Test
    void aLatin1FileIsRefusedAtTheByteThatIsWrong() {
        assertThat(first(new TestProject(folder).write("mappings/old.yaml", "job: old\ndescription: M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo("mappings/old.yaml:2:15 YML003 the file is not UTF-8 text: it has a wrong byte here");
    }

    @Test
    void aHugeFileIsNotRead() {
        assertThat(first(new TestProject(folder).write("mappings/huge.yaml", "a".repeat(5_000_000))))
                .startsWith("mappings/huge.yaml YML003 the file has 5000000 bytes");
    }

    @Test
    void aBigButHonestFileIsReadInGoodTime() {
        StringBuilder mapping = new StringBuilder(TestProject.INBOUND);
        for (int i = 0; i < 20_000; i++) {
            mapping.append("  attribute").append(i).append(": \"${body[column").append(i).append("]}\"\n");
        }
        assertThat(new TestProject(folder).write("mappings/hr.yaml", mapping.toString()).problems()).isEmpty();
    }

    @Test
    void anEmptyFolderHasNoSettings() {
        ProjectReading reading = ProjectReader.read(folder);

        assertThat(reading.project()).isEmpty();
        assertThat(reading.problems().inOrder()).extracting(HostileFilesTest::line)
                .containsExactly("application.properties YML003 the file cannot be read");
    }

    @Test
    void oneBadMappingDoesNotHideTheMistakesOfTheOthersNorMakeNewOnes() {
        TestProject project = new TestProject(folder).write("mappings/hr.yaml", "job: hr\n\tfrom: x\n")
                .write("mappings/corp-ldap.yaml", ProjectReaderTest.MAPPING.replace("onExit: disable ", "onExit: delte "));

        assertThat(project.read().problems().inOrder()).extracting(HostileFilesTest::line).containsExactly(
                "mappings/corp-ldap.yaml:11:11 MAP003 \"onExit\" cannot be \"delte\"",
                "mappings/hr.yaml:2:1 YML001 not valid YAML: a tab cannot indent a line");
    }

    @Test
    void aBrokenConnectorIsReportedOnceAndNotAgainByItsSystemsAndMappings() {
        TestProject project = new TestProject(folder).write("connectors/directory.kamelet.yaml", TestProject.TARGET.replace("role: target", "role: tarket"))
                .write("mappings/corp-ldap.yaml", ProjectReaderTest.MAPPING);

        assertThat(project.read().problems().inOrder()).extracting(HostileFilesTest::line).containsExactly(
                "connectors/directory.kamelet.yaml:16:11 CON003 \"role\" cannot be \"tarket\"");
    }

    @Test
    void damagedMappingsNeverBreakTheReader() {
        damage("mappings/corp-ldap.yaml", ProjectReaderTest.MAPPING, 200);
    }

    @Test
    void damagedConnectorsNeverBreakTheReader() {
        damage("connectors/directory.kamelet.yaml", TestProject.TARGET, 100);
    }

    @Test
    void damagedSettingsNeverBreakTheReader() {
        damage("application.properties", TestProject.SETTINGS, 60);
    }

    private void damage(String file, String text, int times) {
        Random random = new Random(42);
        String strange = "{}[]:,\"'&*!|>%@`#-?\n\t \\${(é😀0";
        TestProject project = new TestProject(folder).write("mappings/corp-ldap.yaml", ProjectReaderTest.MAPPING);
        for (int i = 0; i < times; i++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int j = 0; j <= random.nextInt(3); j++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, strange.charAt(random.nextInt(strange.length())));
                    case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(20)));
                    default -> damaged.insert(at, strange.charAt(random.nextInt(strange.length())));
                }
            }
            String damagedText = damaged.toString();
            assertThatCode(() -> project.write(file, damagedText).problems()).as(damagedText).doesNotThrowAnyException();
        }
    }

    private static String first(TestProject project) {
        return line(project.read().problems().inOrder().get(0));
    }

    private static String line(Problem problem) {
        return problem.position() + " " + problem.code().code() + " " + problem.message();
    }
}
