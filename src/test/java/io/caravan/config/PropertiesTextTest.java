package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTextTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "a=b", "a = b", "a:b", "a b", "  a\t=\t b  ", "a", "a=", "", "\n\n", "# a comment\n! another\na=1", "a\\ b=c", "a\\=b\\:c=d",
        "a=b\\\n   c\\\n\td\nnext=1", "a=\\u00e9\\t\\n\\\\x\\q", "a=b\\", "a\\\n=b", "a=\\\n  b", "a==b", "a = = b", "a=b#c", "key\\\nname = 1",
        "a=1\r\nb=2\rc=3", "\\#a=b", "a=\\\n# no comment\nb=1", " \\\n a=1"})
    void readsWhatPropertiesReads(String text) throws IOException {
        Properties reference = new Properties();
        reference.load(new StringReader(text));

        Map<String, String> read = new LinkedHashMap<>();
        Problems problems = new Problems();
        PropertiesText.read(new FileText("f", text), problems).forEach((key, entry) -> read.put(key, entry.value()));

        assertThat(read).isEqualTo(reference);
        assertThat(problems.size()).isZero();
    }

    @Test
    void knowsWhereKeysAndValuesStand() {
        Map<String, PropertiesText.Entry> entries = PropertiesText.read(new FileText("f", "# x\n  a.b = value\nc: \\\n   d"), new Problems());

        assertThat(entries.get("a.b").keyPosition()).hasToString("f:2:3");
        assertThat(entries.get("a.b").valuePosition()).hasToString("f:2:9");
        assertThat(entries.get("a.b").valuePosition().length()).isEqualTo(5);
        assertThat(entries.get("c").valuePosition()).hasToString("f:4:4");
    }

    @Test
    void aKeyThatStandsTwiceIsAProblem() {
        Problems problems = new Problems();
        PropertiesText.read(new FileText("f", "a=1\na=2\n"), problems);

        assertThat(problems.inOrder()).extracting(problem -> problem.position() + " " + problem.message())
                .containsExactly("f:2:1 \"a\" is already set in line 1");
    }
}
