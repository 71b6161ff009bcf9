package io.caravan.config;

import io.caravan.connector.RestPaging;
import io.caravan.connector.RestRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
        RestPaging.Marks marks = new RestPaging.Marks(pieces.path(block, "at"), pieces.path(block, "more"), pieces.path(block, "end"), pieces.path(block, "total"), block.text("totalHeader"));
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

    private static RestPaging.Each each(Yaml.Block paging) {
        return paging.block("each").entries().keySet().stream().findFirst().map(name -> new RestPaging.Each(name, RestPieces.values(paging.block("each"), name))).orElseGet(RestPaging.Each::one);
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
        List<String> each = List.copyOf(block.block("each").entries().keySet());
        if (each.size() > 1) {
            pieces.wrong(block.at("each"), "\"each\" has several variables", "keep one");
        } else if (each.size() == 1 && RestReader.METHODS.stream().anyMatch(around::has) && !RestReader.names(around, each.get(0))) {
            pieces.wrong(block.at("each"), "the request does not name ${" + each.get(0) + "}, and would bring one list several times", "write it into the query, the path or the body");
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
