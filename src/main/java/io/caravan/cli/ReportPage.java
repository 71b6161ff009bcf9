package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.Quantity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One HTML page that needs nothing else: no script, no font, no picture from elsewhere, and a browser that is told to load none. Every text is
 * escaped; what does not show is written as an escape.
 *
 * @param facts what the report is of: name and text
 * @param notes sentences that a reader must know
 * @param chart above the rows
 * @param rows  headings first
 */
record ReportPage(String title, List<Fact> facts, List<String> notes, Chart chart, List<List<String>> rows) {

    private static final int LABEL = 150;
    private static final int BAR = 560;
    private static final int STEP = 30;
    private static final int THICK = 18;
    private static final int TOTAL = 70;
    /** So much wider than its number has a piece of a bar to be. */
    private static final int ROOM = 8;
    private static final int LEGEND = 26;
    private static final int LETTER = 7;
    private static final int LONGEST = 20;
    private static final int SHORT = 24;

    /** Told apart by those who see no red or green, and in grey; light ones have dark numbers. */
    private static final List<String> COLOURS = List.of("#1b4f72", "#2e86c1", "#85c1e9", "#f5b041", "#ca6f1e", "#922b21", "#7f8c8d", "#117a65", "#82e0aa", "#6c3483");
    private static final List<String> INKS = List.of("#ffffff", "#ffffff", "#17202a", "#17202a", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#17202a", "#ffffff");

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;color:#17202a;background:#fff;margin:2.5rem auto;max-width:60rem;padding:0 1.5rem}
            h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
            .made{color:#5d6d7e;margin:0 0 1.6rem}
            dl{display:flex;flex-wrap:wrap;gap:.4rem 2.2rem;margin:0 0 1.2rem}
            dl div{min-width:7rem}
            dt{color:#5d6d7e;font-size:.85rem}
            dd{margin:0;font-weight:600}
            .note{border-left:3px solid #f5b041;padding:.1rem 0 .1rem .8rem;margin:.5rem 0;max-width:46rem}
            figure{margin:1.8rem 0}
            figcaption{font-weight:600;margin-bottom:.6rem}
            svg{width:100%;height:auto;display:block}
            table{border-collapse:collapse;width:100%;font-size:.85rem}
            caption{text-align:left;font-weight:600;font-size:.95rem;padding-bottom:.4rem}
            th{text-align:left;border-bottom:2px solid #17202a;padding:.3rem .7rem .3rem 0;vertical-align:bottom;white-space:nowrap}
            td{border-bottom:1px solid #d5dbdb;padding:.3rem .7rem .3rem 0;vertical-align:top;overflow-wrap:break-word}
            td.short{white-space:nowrap}
            @media print{@page{size:A4 landscape;margin:14mm}body{margin:0;max-width:none;padding:0;font-size:11px}thead{display:table-header-group}tr,figure{break-inside:avoid}}
            """;

    /** What stands at the top. */
    record Fact(String name, String text) {
    }

    /**
     * Bars side by side, each of pieces.
     *
     * @param series what the pieces are
     */
    record Chart(String title, List<String> series, List<Bar> bars) {
    }

    /** @param values one for each of the series */
    record Bar(String label, List<Long> values) {

        private long total() {
            return values.stream().mapToLong(Long::longValue).sum();
        }
    }

    String html(Instant now) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-").append(hash(STYLE)).append("'; base-uri 'none'; form-action 'none'\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").append(escaped(title)).append("</title>\n<style>").append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>").append(escaped(title)).append("</h1>\n<p class=\"made\">Made by Caravan, ").append(escaped(MomentText.of(now.toString())))
                .append("</p>\n");
        if (!facts.isEmpty()) {
            page.append("<dl>\n");
            facts.forEach(fact -> page.append("<div><dt>").append(escaped(fact.name())).append("</dt><dd>").append(escaped(fact.text())).append("</dd></div>\n"));
            page.append("</dl>\n");
        }
        notes.forEach(note -> page.append("<p class=\"note\">").append(escaped(note)).append("</p>\n"));
        if (!chart.bars().isEmpty()) {
            page.append("<figure>\n<figcaption>").append(escaped(chart.title())).append("</figcaption>\n").append(svg()).append("</figure>\n");
        }
        table(page);
        return page.append("</body>\n</html>\n").toString();
    }

    private void table(StringBuilder page) {
        page.append("<table>\n<caption>").append(Quantity.of(rows.size() - 1, "row")).append("</caption>\n<thead><tr>");
        rows.get(0).forEach(heading -> page.append("<th scope=\"col\">").append(escaped(heading)).append("</th>"));
        page.append("</tr></thead>\n<tbody>\n");
        rows.stream().skip(1).forEach(row -> {
            page.append("<tr>");
            row.forEach(cell -> page.append(isShort(cell) ? "<td class=\"short\">" : "<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        });
        page.append("</tbody>\n</table>\n");
    }

    /** A word, a name, a moment: stays in one line. */
    private static boolean isShort(String cell) {
        return cell.length() <= SHORT;
    }

    private String svg() {
        boolean several = chart.series().size() > 1;
        StringBuilder legend = new StringBuilder();
        int top = several ? legend(legend) : 0;
        int height = top + chart.bars().size() * STEP;
        long most = Math.max(1, chart.bars().stream().mapToLong(Bar::total).max().orElse(1));
        StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 " + (LABEL + BAR + TOTAL) + " " + height + "\" role=\"img\" aria-label=\"" + escaped(chart.title())
                + "\" font-size=\"12\">\n");
        svg.append(legend);
        int y = top;
        for (Bar bar : chart.bars()) {
            bar(svg, bar, y, most);
            y += STEP;
        }
        return svg.append("</svg>\n").toString();
    }

    /** @return how high it is */
    private int legend(StringBuilder svg) {
        int x = 0;
        int y = 0;
        for (int i = 0; i < chart.series().size(); i++) {
            int width = chart.series().get(i).length() * LETTER + LEGEND + 6;
            if (x > 0 && x + width > LABEL + BAR + TOTAL) {
                x = 0;
                y += LEGEND;
            }
            svg.append("<rect x=\"").append(x).append("\" y=\"").append(y + 2).append("\" width=\"11\" height=\"11\" fill=\"").append(colour(i)).append("\"/><text x=\"").append(x + 16)
                    .append("\" y=\"").append(y + 12).append("\" fill=\"#17202a\">").append(escaped(chart.series().get(i))).append("</text>\n");
            x += width;
        }
        return y + LEGEND;
    }

    private static void bar(StringBuilder svg, Bar bar, int y, long most) {
        String label = bar.label().length() > LONGEST ? bar.label().substring(0, LONGEST - 1) + "…" : bar.label();
        svg.append("<text x=\"").append(LABEL - 10).append("\" y=\"").append(y + 14).append("\" text-anchor=\"end\" fill=\"#17202a\">").append(escaped(label)).append("</text>\n");
        double x = LABEL;
        for (int i = 0; i < bar.values().size(); i++) {
            long value = bar.values().get(i);
            double width = (double) value / most * BAR;
            if (value > 0) {
                svg.append("<rect x=\"").append(number(x)).append("\" y=\"").append(y).append("\" width=\"").append(number(Math.max(1, width))).append("\" height=\"").append(THICK)
                        .append("\" fill=\"").append(colour(i)).append("\"/>\n");
                if (width >= ROOM + LETTER * Quantity.grouped(value).length() && bar.values().size() > 1) {
                    svg.append("<text x=\"").append(number(x + width / 2)).append("\" y=\"").append(y + 13).append("\" text-anchor=\"middle\" fill=\"").append(INKS.get(i % INKS.size()))
                            .append("\">").append(Quantity.grouped(value)).append("</text>\n");
                }
            }
            x += width;
        }
        svg.append("<text x=\"").append(number(x + 8)).append("\" y=\"").append(y + 14).append("\" font-weight=\"600\" fill=\"#17202a\">").append(Quantity.grouped(bar.total()))
                .append("</text>\n");
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String escaped(String text) {
        return VisibleText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }
}
