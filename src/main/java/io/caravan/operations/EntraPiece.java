package io.caravan.operations;

import io.caravan.operations.EntraImport.Followed;
import io.caravan.operations.EntraImport.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One thing that a mapping of Entra says, on its way into a line of a mapping file: as it is, or as a comment where it cannot be followed. Not thread-safe. */
final class EntraPiece {

    /** Characters of an expression that a comment shows. */
    private static final int LONGEST = 500;

    private final String part;
    private final Optional<String> entra;
    private final Optional<Line> line;
    private final List<String> notes;
    private Optional<String> refusal = Optional.empty();
    private int at;

    /**
     * What stands in the file.
     *
     * @param name   of the attribute that it gives a value; empty where it gives none
     * @param before what the line begins with, such as {@code name: {value: }
     * @param code   an expression
     * @param behind what the line ends with
     */
    record Line(String name, String before, String code, String behind) {

        /** A line that has no expression. */
        static Line of(String name, String text) {
            return new Line(name, text, "", "");
        }

        String text(UnaryOperator<String> shortened) {
            return before + (code.isEmpty() ? "" : Page.expression(shortened.apply(code))) + behind;
        }
    }

    private EntraPiece(String part, Optional<String> entra, Optional<Line> line, List<String> notes) {
        this.part = part;
        this.entra = entra;
        this.line = line;
        this.notes = new ArrayList<>(notes);
    }

    static EntraPiece said(String part, Optional<String> entra, Line line, List<String> notes) {
        return new EntraPiece(part, entra, Optional.of(line), notes);
    }

    /** Something that needs no line, because it is so anyway. */
    static EntraPiece needless(String part, Optional<String> entra, String note) {
        return new EntraPiece(part, entra, Optional.empty(), List.of(note));
    }

    static EntraPiece refused(String part, Optional<String> entra, String why) {
        EntraPiece piece = new EntraPiece(part, entra, Optional.empty(), List.of());
        piece.refuse(why);
        return piece;
    }

    void refuse(String why) {
        refusal = Optional.of(why);
    }

    /** What is to be said in its place. */
    Optional<String> refusal() {
        return refusal.map(why -> part + entra.map(said -> " ← " + (said.codePointCount(0, said.length()) <= LONGEST ? said : said.substring(0, said.offsetByCodePoints(0, LONGEST)) + "…")).orElse("")
                + ": " + why);
    }

    boolean isActive() {
        return refusal.isEmpty() && line.isPresent();
    }

    boolean isRefused() {
        return refusal.isPresent();
    }

    String text(UnaryOperator<String> shortened) {
        return line.orElseThrow().text(shortened);
    }

    /** Its expression; empty text where it has none. */
    String code() {
        return line.map(Line::code).orElse("");
    }

    /** The attribute that it gives a value; empty where it gives none. */
    String name() {
        return line.map(Line::name).orElse("");
    }

    /** On which line of the file it came to stand. */
    void standsAt(int number) {
        at = number;
    }

    boolean standsOn(int number) {
        return at == number;
    }

    Item item(Optional<String> job) {
        return refusal.map(why -> new Item(job, part, Followed.NOT, entra, Optional.empty(), List.of(why)))
                .orElseGet(() -> new Item(job, part, notes.isEmpty() ? Followed.WHOLLY : Followed.NEARLY, entra,
                        line.map(written -> written.code().isEmpty() ? written.text(code -> code).strip() : written.code()), List.copyOf(notes)));
    }
}
