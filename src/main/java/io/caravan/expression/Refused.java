package io.caravan.expression;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What Simple can do and a mapping may not, with what to do instead. */
final class Refused {

    private static final String ROUTE = "let a route put it into the record, and read it as ${body[name]}";
    private static final String JAVA = "use a function of docs/reference/functions.md; what none of them can do belongs into a route";
    private static final String SETTING = "put the value into the mapping, or into a lookup table beside it";
    private static final String TIME = "use ${now()} and ${dateFormat(…)}";

    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        remedy(ROUTE, "header", "headers", "headerAs", "in", "out", "exchange", "exchangeId", "exchangeProperty", "variable",
                "variables", "variableAs", "exception", "camelContext", "camelId", "id", "messageAs", "messageHistory",
                "messageTimestamp", "originalBody", "routeId", "routeGroup", "fromRouteId", "stepId", "threadId", "threadName",
                "hostName", "hostname", "logger", "file", "attachment", "attachments", "attachmentsContent",
                "attachmentsContentAs", "attachmentsContentAsText", "attachmentsHeader", "attachmentsHeaderAs",
                "attachmentsKeys", "attachmentsSize", "clearAttachments", "setAttachment");
        remedy(JAVA, "bean", "ref", "type", "function", "setHeader", "setVariable", "throwException", "assert", "jq", "jsonpath",
                "xpath", "pretty", "prettyBody", "simpleJsonpath", "bodyAs", "mandatoryBodyAs", "bodyType", "bodyOneLine", "collate", "skip",
                "filter", "forEach", "map", "shuffle", "newEmpty");
        remedy(SETTING, "sys", "sysenv", "env", "properties", "propertiesExist", "load", "resource", "secret");
        remedy(TIME, "date", "date-with-timezone");
        remedy("use ${randomString(…)}", "random");
        remedy("use ${guid()}", "uuid");
        remedy("use ${text(…)}, ${number(…)} or ${bool(…)}", "convertTo");
        remedy("use ${base64(…)}", "base64Encode");
        remedy("write '' for an empty text; a list comes from ${list(…)}", "empty");
    }

    private Refused() {
    }

    private static void remedy(String what, String... names) {
        for (String name : names) {
            REMEDIES.put(name, what);
        }
    }

    /** What to do instead; empty when the name is not one of those. */
    static Optional<String> remedy(String name) {
        return Optional.ofNullable(REMEDIES.get(name));
    }

    /** Every refused name with its remedy, in order. */
    static Map<String, String> all() {
        return java.util.Collections.unmodifiableMap(REMEDIES);
    }
}
