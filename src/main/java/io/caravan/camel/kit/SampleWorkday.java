package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A custom report of Workday as a web service, as public documents tell of it: the whole report at once, as of the day that is asked for; what has no value is left out, and so is
 * a column that the user may not see.
 */
class SampleWorkday extends SampleVendor {

    static final String USER = "ISU_Caravan";
    static final String PASSWORD = "sample-password";
    static final List<String> PATH = List.of("ccx", "service", "customreport2", "acme", "ISU_Owner", "Caravan");

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final Set<String> withheld = new LinkedHashSet<>();

    /** The queries, as they came. */
    final List<Map<String, String>> asked = new ArrayList<>();

    /** @param last empty: no end is known */
    private record Worker(String wid, String id, String first, String last, LocalDate hired, Optional<LocalDate> terminated, List<Map<String, String>> jobs) {
    }

    SampleWorkday() {
        hire("wid-1", "21001", "Ada", "Lovelace", LocalDate.of(2020, 3, 1));
    }

    synchronized void hire(String wid, String id, String first, String last, LocalDate day) {
        workers.put(wid, new Worker(wid, id, first, last, day, Optional.empty(), List.of(Map.of("Primary_Job", "1", "Job_Title", "Analyst", "Department", "D1"))));
    }

    synchronized void terminate(String wid, LocalDate last) {
        Worker one = workers.get(wid);
        workers.put(wid, new Worker(one.wid(), one.id(), one.first(), one.last(), one.hired(), Optional.of(last), one.jobs()));
    }

    synchronized void jobs(String wid, List<Map<String, String>> jobs) {
        Worker one = workers.get(wid);
        workers.put(wid, new Worker(one.wid(), one.id(), one.first(), one.last(), one.hired(), one.terminated(), List.copyOf(jobs)));
    }

    /** The hire is taken back: nobody of that name is there any more. */
    synchronized void rescind(String wid) {
        workers.remove(wid);
    }

    /** The security domain of these columns is not granted (any more). */
    synchronized void withhold(String... columns) {
        withheld.addAll(List.of(columns));
    }

    @Override
    Said answer(Asked request) {
        String login = "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!login.equals(request.headers().get("authorization"))) {
            return new Said(401, NODES.objectNode().put("error", "invalid username or password"));
        }
        if (!request.method().equals("GET") || !request.path().equals(PATH)) {
            return new Said(404, NODES.objectNode().put("error", "report not found"));
        }
        asked.add(request.query());
        LocalDate asOf = request.param("Effective_as_of_Date").map(LocalDate::parse).orElse(LocalDate.now(ZoneOffset.UTC));
        List<Worker> there = workers.values().stream().filter(one -> !one.hired().isAfter(asOf)).toList();
        return "csv".equals(request.query().get("format")) ? Said.text(csv(there, asOf), "text/csv;charset=UTF-8") : Said.ok(json(there, asOf));
    }

    private Map<String, String> columns(Worker one, LocalDate asOf) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("Workday_ID", one.wid());
        columns.put("Worker_ID", one.id());
        columns.put("First_Name", one.first());
        columns.put("Last_Name", one.last());
        columns.put("Hire_Date", one.hired().toString());
        columns.put("Termination_Date", one.terminated().map(LocalDate::toString).orElse(""));
        columns.put("Active_Status", one.terminated().filter(asOf::isAfter).isPresent() ? "0" : "1");
        columns.keySet().removeAll(withheld);
        return columns;
    }

    private ObjectNode json(List<Worker> there, LocalDate asOf) {
        ObjectNode report = NODES.objectNode();
        ArrayNode entries = report.putArray("Report_Entry");
        for (Worker one : there) {
            ObjectNode entry = entries.addObject();
            columns(one, asOf).forEach((name, value) -> {
                if (!value.isEmpty()) {
                    entry.put(name, value);
                }
            });
            ArrayNode jobs = entry.putArray("Jobs_group");
            one.jobs().forEach(job -> {
                ObjectNode row = jobs.addObject();
                job.forEach(row::put);
            });
        }
        return report;
    }

    private String csv(List<Worker> there, LocalDate asOf) {
        List<String> names = List.of("Workday_ID", "Worker_ID", "First_Name", "Last_Name", "Hire_Date", "Termination_Date", "Active_Status").stream().filter(name -> !withheld.contains(name)).toList();
        String header = String.join(",", names) + "\n";
        return header + there.stream().map(one -> columns(one, asOf).values().stream().map(value -> value.contains(",") || value.contains("\"") ? "\"" + value.replace("\"", "\"\"") + "\"" : value)
                .collect(Collectors.joining(",")) + "\n").collect(Collectors.joining());
    }
}
