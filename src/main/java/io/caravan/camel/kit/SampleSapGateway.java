package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A service of SAP Gateway as public documents tell of OData v2 there: Basic authentication, a client in the query, pages behind an opaque address. */
class SampleSapGateway extends SampleVendor {

    static final String USER = "CARAVAN";
    static final String PASSWORD = "sample-password";
    private static final String CLIENT = "100";
    private static final int PAGE = 2;

    private final List<ObjectNode> employments = new ArrayList<>();
    private String withheld = "";
    private Runnable meanwhile = () -> { };

    SampleSapGateway() {
        employment("00001207-0", "00001207", "Zoë", "Li", LocalDate.of(2020, 3, 1), LocalDate.of(9999, 12, 31));
        employment("00001208-0", "00001208", "Ada", "Lovelace", LocalDate.of(2019, 1, 1), LocalDate.of(2024, 6, 30));
        employment("00001208-1", "00001208", "Ada", "Lovelace", LocalDate.of(2025, 1, 1), LocalDate.of(9999, 12, 31));
    }

    final void employment(String key, String person, String first, String last, LocalDate from, LocalDate until) {
        employments.add(NODES.objectNode().put("RecordKey", key).put("EmploymentKey", key).putNull("ValidFrom").put("PersonId", person).put("WorkerNumber", person).put("FirstName", first)
                .put("LastName", last).put("Status", "active").put("StartDate", odata(from)).put("EndDate", odata(until)).put("PrimaryJob", "Y").put("DepartmentCode", "50000123"));
    }

    /** What happens once behind the first page. */
    synchronized void betweenPages(Runnable what) {
        meanwhile = what;
    }

    final void remove(String key) {
        employments.removeIf(one -> one.path("RecordKey").asText().equals(key));
    }

    /** Nobody may see this property. */
    synchronized void withhold(String property) {
        withheld = property;
    }

    private static String odata(LocalDate day) {
        return "/Date(" + Instant.from(day.atStartOfDay(ZoneOffset.UTC)).toEpochMilli() + ")/";
    }

    @Override
    Said answer(Asked request) {
        String wanted = "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!wanted.equals(request.headers().get("authorization"))) {
            return error(401, "Logon failed");
        }
        if (!CLIENT.equals(request.query().get("sap-client"))) {
            return error(403, "No service of this client");
        }
        if (!request.is("GET", "EmploymentSet")) {
            return error(404, "Resource not found");
        }
        int from = request.number("$skiptoken", 0);
        List<ObjectNode> part = employments.subList(from, Math.min(from + Math.min(PAGE, request.number("$top", PAGE)), employments.size()));
        ObjectNode d = NODES.objectNode();
        ArrayNode results = d.putArray("results");
        if (request.query().getOrDefault("$inlinecount", "").equals("allpages")) {
            d.put("__count", String.valueOf(employments.size()));
        }
        part.forEach(one -> results.add(one.deepCopy().without(withheld)));
        if (from + part.size() < employments.size()) {
            d.put("__next", url() + "/EmploymentSet?$format=json&sap-client=" + CLIENT + "&$skiptoken=" + (from + part.size()));
        }
        Runnable now = meanwhile;
        meanwhile = () -> { };
        now.run();
        return Said.ok(NODES.objectNode().set("d", d));
    }

    private static Said error(int status, String words) {
        ObjectNode body = NODES.objectNode();
        body.putObject("error").put("code", "/IWBEP/CM_MGW_RT/021").putObject("message").put("lang", "en").put("value", words);
        return new Said(status, body);
    }
}
