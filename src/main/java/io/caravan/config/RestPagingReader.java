package io.caravan.config;

import io.caravan.connector.RestPaging;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads how a long list comes in pages, and checks that it can be told when it is whole. */
record RestPagingReader(RestPieces pieces) {

    /**
     * @param around  what has a block {@code paging}
     * @param request reads the request for further pages, with the variables that it may name
     */
    Optional<RestPaging> paging(Yaml.Block around, BiFunction<Yaml.Block, Set<String>, Optional<RestRequest>> request) {
        if (!around.has("paging")) {
            return Optional.empty();
        }
        Yaml.Block block = around.block("paging");
        RestPaging.Style style = RestPaging.Style.valueOf(block.text("style").orElse("none").toUpperCase(Locale.ROOT));
        check(around, block, style);
        RestPaging.Marks marks = new RestPaging.Marks(pieces.path(block, "at"), pieces.path(block, "more"), pieces.path(block, "end"), pieces.path(block, "total"), block.text("totalHeader"),
                new RestPaging.Sheet(pieces.path(block, "number"), pieces.path(block, "pages"), pieces.path(block, "records")));
        RestPaging.Steps steps = new RestPaging.Steps(block.number("from", style == RestPaging.Style.PAGE ? 1 : 0), block.has("step"));
        Optional<RestRequest> next = block.has("continue") ? request.apply(block.block("continue"), variables(block)) : Optional.empty();
        return Optional.of(new RestPaging(style, block.text("send").orElse(""), steps, block.text("size").orElse(""), marks, next, each(block)));
    }

    /** What requests of such a list may name. */
    static Set<String> variables(Yaml.Block paging) {
        Set<String> variables = new LinkedHashSet<>();
        switch (paging.text("style").orElse("none")) {
            case "page" -> variables.add("page");
            case "offset" -> variables.add("offset");
            case "cursor" -> variables.add("cursor");
            default -> { }
        }
        variables.add("pageSize");
        variables.addAll(paging.block("each").entries().keySet());
        return variables;
    }

    /** Several variables belong together: of each the first value tells the first list from the others. */
    private RestPaging.Each each(Yaml.Block paging) {
        Map<String, List<RestText>> variables = new LinkedHashMap<>();
        paging.block("each").entries().forEach((name, entry) -> variables.put(name, RestPieces.values(paging.block("each"), name).stream().map(RestPagingReader::text).toList()));
        if (variables.values().stream().map(List::size).distinct().count() > 1) {
            pieces.wrong(paging.at("each"), "\"each\" has more values for one variable than for another", "write one value for each list to every variable");
            return RestPaging.Each.one();
        }
        return new RestPaging.Each(variables);
    }

    /** What is wrong with it has been said. */
    private static RestText text(String written) {
        try {
            return RestText.of(written);
        } catch (IllegalArgumentException wrong) {
            return new RestText(written, List.of());
        }
    }

    private void check(Yaml.Block around, Yaml.Block block, RestPaging.Style style) {
        boolean counts = style == RestPaging.Style.OFFSET || style == RestPaging.Style.PAGE;
        String variable = style.name().toLowerCase(Locale.ROOT);
        boolean named = (counts || style == RestPaging.Style.CURSOR) && RestReader.names(style == RestPaging.Style.CURSOR ? block.block("continue") : around, variable);
        if (!named) {
            belongs(block, "send", counts || style == RestPaging.Style.CURSOR, style);
        }
        belongs(block, "at", style == RestPaging.Style.CURSOR || style == RestPaging.Style.NEXT, style);
        if (block.has("from") && !counts) {
            pieces.wrong(block.at("from"), "\"from\" does not belong to the style " + block.text("style").orElse(""), "remove it");
        }
        twice(block, "more", "end");
        twice(block, "total", "totalHeader");
        if (block.has("continue") && style != RestPaging.Style.CURSOR) {
            pieces.wrong(block.at("continue"), "\"continue\" does not belong to the style " + block.text("style").orElse(""), "remove it; further pages are asked for like the first");
        }
        if (block.has("step") && (style != RestPaging.Style.OFFSET || !block.has("size") || !block.has("total") && !block.has("totalHeader"))) {
            pieces.wrong(block.at("step"), "an offset can grow by a page's size only where it is known when the list ends", "write style: offset, size, and total or totalHeader");
        }
        boolean request = RestReader.METHODS.stream().anyMatch(around::has);
        block.block("each").entries().keySet().stream().filter(name -> request && !RestReader.names(around, name)).findFirst().ifPresent(name ->
                pieces.wrong(block.at("each"), "the request does not name ${" + name + "}, and would bring one list several times", "write it into the query, the path or the body"));
        if (block.has("number") && !counts || block.has("pages") && style != RestPaging.Style.PAGE) {
            String key = block.has("number") && !counts ? "number" : "pages";
            pieces.wrong(block.at(key), "\"" + key + "\" does not belong to the style " + block.text("style").orElse(""), "remove it; only pages with numbers have one");
        }
        if (block.has("pages") && !block.has("total") && !block.has("totalHeader")) {
            pieces.wrong(block.at("pages"), "how many pages there are says nothing of what is on them", "add total: with the path at which stands how many there are altogether");
        }
    }

    private void twice(Yaml.Block block, String one, String other) {
        if (block.has(one) && block.has(other)) {
            pieces.wrong(block.at(other), "\"" + one + "\" and \"" + other + "\" say the same", "remove one of them");
        }
    }

    private void belongs(Yaml.Block block, String key, boolean needed, RestPaging.Style style) {
        String word = style.name().toLowerCase(Locale.ROOT);
        if (needed && !block.has(key)) {
            pieces.wrong(block.at("style"), "the style " + word + " has no \"" + key + "\"", "add " + key + ":");
        } else if (!needed && block.has(key)) {
            pieces.wrong(block.at(key), "\"" + key + "\" does not belong to the style " + word, "remove it");
        }
    }
}
