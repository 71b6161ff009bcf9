package io.caravan.operations.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.operations.openapi.ApiDocument.Call;
import io.caravan.operations.openapi.ApiDocument.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a list comes, as far as its parameters and its answer tell.
 *
 * @param keys    of the block {@code paging}
 * @param size    the parameter that says how many records a page has; empty: there is none
 * @param guessed what was not said
 */
record ApiPaging(Map<String, String> keys, String size, String guessed) {

    private static final List<String> SIZES = List.of("limit", "max", "per_page", "perpage", "pagesize", "page_size", "page[size]", "maxresults", "max_results", "$top", "top", "count", "size");
    private static final List<String> OFFSETS = List.of("offset", "first", "startat", "start_position", "startindex", "$skip", "skip", "start", "from");
    private static final List<String> PAGES = List.of("page", "pagenumber", "page_number", "page[number]", "pageno");
    private static final List<String> CURSORS = List.of("cursor", "marker", "pagetoken", "page_token", "next_page_token", "nextpagetoken", "next_token", "nexttoken", "page[after]", "after", "continuation", "continuationtoken");
    private static final List<String> TOTALS = List.of("total", "total_count", "totalcount", "totalresults", "total_results", "totalsetsize", "total_size", "totalsize", "total_records");
    private static final List<String> TOLD_CURSORS = List.of("next_cursor", "nextcursor", "next_marker", "nextmarker", "next_page_token", "nextpagetoken", "nexttoken", "next_token", "after_cursor", "end_cursor", "endcursor", "continuationtoken", "cursor");

    static ApiPaging of(ApiDocument document, Call list) {
        Map<String, String> members = members(document, list.answer());
        Optional<String> cursor = parameter(list, CURSORS);
        Optional<String> size = parameter(list, SIZES);
        Optional<String> told = members.keySet().stream().filter(path -> TOLD_CURSORS.contains(last(path))).findFirst();
        Optional<String> next = members.keySet().stream().filter(path -> List.of("next", "next_page", "nextpage", "nextlink", "next_url", "nextpageurl").contains(last(path))
                || path.equals("@odata.nextLink") || path.equals("next.href")).findFirst();
        Optional<String> offset = parameter(list, OFFSETS);
        Optional<String> page = parameter(list, PAGES);
        Map<String, String> keys = new LinkedHashMap<>();
        String guessed = "";
        if (cursor.isPresent() && told.isPresent()) {
            keys.put("style", "cursor");
            keys.put("send", cursor.get());
            keys.put("at", told.get());
        } else if (next.isPresent()) {
            keys.put("style", "next");
            keys.put("at", next.get());
        } else if (offset.isPresent()) {
            keys.put("style", "offset");
            keys.put("send", offset.get());
            Optional<String> from = list.query(offset.get()).map(parameter -> parameter.schema().path("default").asText("")).filter(text -> text.matches("[1-9]\\d*"));
            if (offset.get().toLowerCase(Locale.ROOT).equals("startindex")) {
                keys.put("from", from.orElse("1"));
                guessed = "that the first is number " + from.orElse("1");
            } else {
                from.ifPresent(number -> keys.put("from", number));
            }
        } else if (page.isPresent()) {
            keys.put("style", "page");
            keys.put("send", page.get());
            Optional<String> first = list.query(page.get()).map(Parameter::schema).map(schema -> schema.hasNonNull("default") ? schema.path("default").asText() : schema.path("minimum").asText(""))
                    .filter(text -> text.matches("[01]"));
            first.filter("0"::equals).ifPresent(number -> keys.put("from", number));
            guessed = first.isEmpty() ? "that the first page is number 1" : "";
        } else if (list.linkHeader()) {
            keys.put("style", "link");
        } else {
            keys.put("style", "none");
            guessed = "that everybody comes at once; the document tells of no pages";
        }
        size.filter(name -> !keys.get("style").equals("none")).ifPresent(name -> keys.put("size", name));
        if (List.of("offset", "page").contains(keys.get("style"))) {
            members.entrySet().stream().filter(member -> TOTALS.contains(last(member.getKey())) && member.getValue().equals("integer")).findFirst().ifPresent(member -> keys.put("total", member.getKey()));
        }
        return new ApiPaging(keys, size.orElse(""), guessed);
    }

    private static Optional<String> parameter(Call list, List<String> names) {
        return names.stream().flatMap(name -> list.query(name).stream()).map(Parameter::name).findFirst();
    }

    /** The members of the first two levels of an answer, with their types; they may be null. */
    private static Map<String, String> members(ApiDocument document, JsonNode answer) {
        Map<String, String> members = new LinkedHashMap<>();
        document.properties(answer).forEach((name, schema) -> {
            if (document.type(schema).equals("object")) {
                document.properties(schema).forEach((below, one) -> {
                    if (document.type(one).equals("object") && document.properties(one).containsKey("href")) {
                        members.put(name + "." + below + ".href", "string");
                    } else {
                        members.put(name + "." + below, document.type(one));
                    }
                });
            } else {
                members.put(name, document.type(schema));
            }
        });
        members.values().removeIf(type -> type.equals("array") || type.equals("boolean"));
        return members;
    }

    private static String last(String path) {
        String plain = path.replaceAll("\\.href$", "");
        return plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
