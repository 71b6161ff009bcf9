package io.caravan.camel.kit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One record of a worker in the sample of Workday; of one person there may be several. What changes is changed under the sample's lock. */
final class SampleWorker {

    final String wid;
    final String id;
    final String first;
    final String last;
    final LocalDate hired;
    final Instant entered;
    boolean contingent;
    boolean rescinded;
    boolean withoutContacts;
    boolean withoutStatus;
    Optional<LocalDate> terminated = Optional.empty();
    String userName = "";
    String contacts = "";
    /** Titles by whether they are of the primary job, in the order in which they are shown. */
    Map<Boolean, String> jobs = new LinkedHashMap<>(Map.of(true, "Analyst"));
    /** The title from the first day on, where it is another one than before. */
    String titleOnFirstDay = "";

    SampleWorker(String wid, String id, String first, String last, LocalDate hired, Instant entered) {
        this.wid = wid;
        this.id = id;
        this.first = first;
        this.last = last;
        this.hired = hired;
        this.entered = entered;
    }

    /** @param shown whether a section is asked for, and granted */
    String xml(LocalDate asOf, Predicate<String> shown) {
        boolean active = !hired.isAfter(asOf) && terminated.filter(asOf::isAfter).isEmpty() && !rescinded;
        String contact = shown.test("Contact_Data") && !withoutContacts ? element("Contact_Data", visible(shown.test("Home_Contacts"))) : "";
        String name = element("Name_Detail_Data", element("Country_Reference", "<wd:ID wd:type=\"WID\">c1</wd:ID>") + element("First_Name", escaped(first)) + element("Last_Name", escaped(last)));
        String personal = element("Personal_Data", element("Name_Data", element("Legal_Name_Data", name) + element("Preferred_Name_Data", name)) + element("Gender", "never asked for") + contact);
        return "<wd:Worker><wd:Worker_Reference wd:Descriptor=\"" + escaped(first) + "\"><wd:ID wd:type=\"WID\">" + wid + "</wd:ID><wd:ID wd:type=\"" + (contingent ? "Contingent_Worker_ID" : "Employee_ID") + "\">" + id
                + "</wd:ID></wd:Worker_Reference>" + element("Worker_Data", element("Worker_ID", id) + (shown.test("User_ID") && !userName.isEmpty() ? element("User_ID", escaped(userName)) : "")
                + (shown.test("Personal_Data") ? personal : "") + (shown.test("Employment_Data") ? element("Employment_Data", jobs(active) + (withoutStatus ? "" : status(active))) : "")
                + (shown.test("Organization_Data") ? element("Organization_Data", organization("COST_CENTER", "Cost", "41100") + organization("SUPERVISORY", "Payroll", "D1")) : "")) + "</wd:Worker>";
    }

    /** Contacts at home belong to domains of their own. */
    private String visible(boolean home) {
        return home ? contacts : contacts.replaceAll("<wd:(\\w+_Data)>(?:(?!</wd:\\1>).)*>HOME</wd:ID>(?:(?!</wd:\\1>).)*</wd:\\1>", "");
    }

    private String jobs(boolean active) {
        return jobs.entrySet().stream().map(job -> "<wd:Worker_Job_Data wd:Primary_Job=\"" + (job.getKey() ? 1 : 0) + "\">"
                + element("Position_Data", element("Business_Title", active && job.getKey() && !titleOnFirstDay.isEmpty() ? titleOnFirstDay : job.getValue())) + "</wd:Worker_Job_Data>").collect(Collectors.joining());
    }

    /** Days have the tenant's zone behind them. */
    private String status(boolean active) {
        return element("Worker_Status_Data", element("Active", active ? "1" : "0") + element("Hire_Date", hired + "-08:00") + element("Terminated", terminated.isPresent() ? "1" : "0")
                + terminated.map(last -> element("Termination_Date", last + "-08:00")).orElse("") + element("Hire_Rescinded", rescinded ? "1" : "0"));
    }

    private static String organization(String type, String name, String code) {
        return element("Worker_Organization_Data", element("Organization_Data", element("Organization_Reference_ID", code) + element("Organization_Code", code) + element("Organization_Name", name)
                + element("Organization_Type_Reference", "<wd:ID wd:type=\"WID\">t-" + type + "</wd:ID><wd:ID wd:type=\"Organization_Type_ID\">" + type + "</wd:ID>")));
    }

    private static String element(String name, String inside) {
        return "<wd:" + name + ">" + inside + "</wd:" + name + ">";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
