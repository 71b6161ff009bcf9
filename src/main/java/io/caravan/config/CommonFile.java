package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Formula;
import io.caravan.mapping.LookupTable;
import io.caravan.mapping.Names;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code mappings/common.yaml}: defines and lookup tables that each mapping of the project may use. A define belongs to the
 * mappings that use it: there it is compiled, since what it reads is read from what that mapping is about.
 *
 * @param file    how it is called in problems
 * @param defines those that are expressions at all
 * @param names   of all defines that are written, right or wrong
 * @param known   whether that is all there is: not, when the file cannot be read
 */
record CommonFile(String file, Map<String, Yaml.Entry> defines, Set<String> names, Map<String, LookupTable> tables, boolean known) {

    static final String NAME = "common.yaml";
    static final CommonFile NONE = new CommonFile("", Map.of(), Set.of(), Map.of(), true);

    /** @param whole what is in it; empty when it is no YAML, of which somebody has been told */
    static CommonFile read(Path path, Optional<Yaml> whole, ProjectFiles files, Problems problems) {
        String file = files.name(path);
        if (whole.isPresent() && whole.get() instanceof Yaml.Block block && block.has("job")) {
            problems.add(Problem.error(ProblemCode.MAPPING_NAME, block.at("job"), "this file is what mappings share, and no job",
                    "rename the file and its job"));
            return new CommonFile(file, Map.of(), Set.of(), Map.of(), false);
        }
        Optional<Yaml.Block> good = whole.flatMap(written -> Shape.check(written, SchemaFile.COMMON, problems));
        if (good.isEmpty()) {
            return new CommonFile(file, Map.of(), Set.of(), Map.of(), false);
        }
        Yaml.Block raw = (Yaml.Block) whole.orElseThrow();
        Set<String> names = raw.block("define").entries().keySet();
        Map<String, LookupTable> tables = new LookupTables(files, problems).read(path.getParent(), good.get().block("tables"));
        // Where it is used it is compiled again, and checked against what can be read there. Here is found what is wrong everywhere.
        Expressions anywhere = new Expressions(file,
                new Names(Optional.empty(), names, good.get().block("tables").entries().keySet()), true, problems);
        Map<String, Yaml.Entry> defines = new LinkedHashMap<>();
        good.get().block("define").entries().forEach((name, entry) -> anywhere.value((Yaml.Scalar) entry.value()).ifPresent(formula -> defines.put(name, entry)));
        return new CommonFile(file, defines, names, tables, !raw.has("define") || good.get().has("define"));
    }

    /**
     * The defines that one mapping uses, and those that they use.
     *
     * @param expressions of that mapping, after everything of its own was compiled
     * @param own         the names the mapping gives: they are its own
     */
    Map<String, Formula> used(Expressions expressions, Set<String> own) {
        Map<String, Formula> used = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>(own);
        for (Set<String> more = unseen(expressions, seen); !more.isEmpty(); more = unseen(expressions, seen)) {
            more.forEach(name -> expressions.value((Yaml.Scalar) defines.get(name).value()).ifPresent(formula -> used.put(name, formula)));
        }
        return used;
    }

    private Set<String> unseen(Expressions expressions, Set<String> seen) {
        Set<String> more = new HashSet<>(expressions.used());
        more.retainAll(defines.keySet());
        more.removeIf(name -> !seen.add(name));
        return more;
    }
}
