package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses one YAML file (1.2, core schema) into positions and values, within limits on depth and repetition. */
final class YamlText {

    private static final int MOST_DEPTH = 50;
    private static final int MOST_NODES = 200_000;
    private static final int MOST_ALIASES = 50;

    private final FileText file;
    private final Problems problems;
    private int nodes;

    private YamlText(FileText file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's one document; empty, with a problem, if it is none. */
    static Optional<Yaml> parse(FileText file, Problems problems) {
        return new YamlText(file, problems).parse();
    }

    private Optional<Yaml> parse() {
        LoadSettings settings = LoadSettings.builder().setLabel(file.file()).setSchema(new CoreSchema()).setUseMarks(true)
                .setMaxAliasesForCollections(MOST_ALIASES).setCodePointLimit((int) FileText.MOST_BYTES + 1).build();
        try {
            if (!oneShallowDocument(settings)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(file.text());
            return root.map(this::convert);
        } catch (TooMuch e) {
            tooDeep(e.position, "the file repeats itself too often through aliases");
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            notYaml(mark == null ? Position.ofFile(file.file()) : position(mark, 1), e.getProblem());
        } catch (ReaderException e) {
            notYaml(file.position(file.indexOfCodePoint(e.getPosition()), 1), "a character that YAML does not allow");
        } catch (YamlEngineException e) {
            tooDeep(Position.ofFile(file.file()), "the file repeats itself too often through aliases");
        }
        return Optional.empty();
    }

    /** Looks at the events first: they need no memory, however deep the file is. */
    private boolean oneShallowDocument(LoadSettings settings) {
        int depth = 0;
        int documents = 0;
        boolean content = false;
        for (Event event : new Parse(settings).parseString(file.text())) {
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Scalar -> content = true;
                default -> { }
            }
            content |= depth > 0;
            Position here = event.getStartMark().map(mark -> position(mark, 1)).orElse(Position.ofFile(file.file()));
            if (depth > MOST_DEPTH) {
                tooDeep(here, "blocks are nested more than " + MOST_DEPTH + " deep");
                return false;
            }
            if (documents > 1) {
                problems.add(Problem.error(ProblemCode.NOT_ONE_DOCUMENT, here, "a second document starts here",
                        "put it into a file of its own"));
                return false;
            }
        }
        if (!content) {
            problems.add(Problem.error(ProblemCode.NOT_ONE_DOCUMENT, Position.ofFile(file.file()), "the file is empty",
                    "write its content, or delete it"));
        }
        return content;
    }

    private void notYaml(Position position, String cause) {
        boolean tab = cause.contains("TAB");
        problems.add(Problem.error(ProblemCode.NOT_YAML, position, "not valid YAML: " + (tab ? "a tab cannot indent a line" : YamlWords.plain(cause)),
                tab ? "indent with spaces" : YamlWords.remedy(cause)));
    }

    private void tooDeep(Position position, String message) {
        problems.add(Problem.error(ProblemCode.TOO_DEEP, position, message, "write it out flat, without aliases"));
    }

    private Yaml convert(Node node) {
        Position position = position(node, 1);
        if (++nodes > MOST_NODES || node.isRecursive()) {
            throw new TooMuch(position);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            List<Yaml> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item)));
            return new Yaml.Items(items, position);
        }
        return block((MappingNode) node, position);
    }

    private Yaml.Block block(MappingNode node, Position position) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(Problem.error(ProblemCode.NOT_YAML, position(tuple.getKeyNode(), 1), "a key has to be a single word",
                        keyFix(tuple.getKeyNode())));
                continue;
            }
            String key = keyNode.getValue();
            Position keyPosition = position(keyNode, rawLength(keyNode));
            Yaml.Entry first = entries.putIfAbsent(key, new Yaml.Entry(key, keyPosition, convert(tuple.getValueNode())));
            if (first != null) {
                problems.add(Problem.error(ProblemCode.DUPLICATE_KEY, keyPosition,
                        "\"" + key + "\" already stands in line " + first.keyPosition().line(), "remove one of the two, or rename it"));
            }
        }
        return new Yaml.Block(entries, position);
    }

    /** {@code {{setting}}} without quotes is a block as a key of a block. */
    private static String keyFix(Node key) {
        return key instanceof MappingNode ? "put quotes around a value that starts with {" : "write a word, in quotes if need be";
    }

    private Yaml.Scalar scalar(ScalarNode node) {
        int start = index(node.getStartMark());
        String text = node.getValue();
        ScalarPlaces places = new ScalarPlaces(file, text, style(node.getScalarStyle()), start);
        boolean quoted = node.getScalarStyle() != ScalarStyle.PLAIN;
        boolean isText = quoted || node.getTag().equals(Tag.STR);
        return new Yaml.Scalar(isText ? text : YamlWords.value(text, node.getTag()), text, quoted, places, file.position(start, rawLength(node)));
    }

    private static ScalarPlaces.Style style(ScalarStyle style) {
        return switch (style) {
            case PLAIN, JSON_SCALAR_STYLE -> ScalarPlaces.Style.PLAIN;
            case SINGLE_QUOTED -> ScalarPlaces.Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED -> ScalarPlaces.Style.DOUBLE_QUOTED;
            case LITERAL, FOLDED -> ScalarPlaces.Style.BLOCK;
        };
    }

    private int rawLength(ScalarNode node) {
        return Math.max(1, index(node.getEndMark()) - index(node.getStartMark()));
    }

    private int index(Optional<Mark> mark) {
        return mark.map(found -> file.indexOfCodePoint(found.getIndex())).orElse(0);
    }

    private Position position(Node node, int length) {
        return node.getStartMark().map(mark -> position(mark, length)).orElse(Position.ofFile(file.file()));
    }

    private Position position(Mark mark, int length) {
        return file.position(file.indexOfCodePoint(mark.getIndex()), length);
    }

    /** Ends the conversion of a file whose aliases multiply. */
    private static final class TooMuch extends RuntimeException {
        private final transient Position position;

        TooMuch(Position position) {
            super(null, null, false, false);
            this.position = position;
        }
    }
}
