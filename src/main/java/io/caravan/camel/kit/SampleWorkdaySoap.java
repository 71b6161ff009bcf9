package io.caravan.camel.kit;

import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Workday's web service Human_Resources as public documents tell of it, made without its WSDL: Get_Workers as of a day and a moment of entry, page by page, with the
 * transaction log by entry and by effective date; Maintain_Contact_Information, which replaces whatever is not sent; Update_Workday_Account. A section that
 * was not asked for, or is not granted, is left out without a word.
 */
class SampleWorkdaySoap extends SampleVendor {

    static final String USER = "ISU_Caravan";
    static final String TENANT = "acme";
    static final String PASSWORD = "sample-&<password>";
    static final List<String> PATH = List.of("ccx", "service", TENANT, "Human_Resources", "v30.0");
    private static final String NAMESPACE = "urn:com.workday/bsvc";

    final Map<String, SampleWorker> workers = new LinkedHashMap<>();
    private final List<Entry> log = new ArrayList<>();
    private final Set<String> withheld = new LinkedHashSet<>();
    private Function<Element, Optional<Said>> trouble = request -> Optional.empty();
    private Function<String, String> garbling = answer -> answer;

    /** The bodies of requests, as they came. */
    final List<Element> asked = new ArrayList<>();

    /** What the transaction log has: when something was typed, and from which day it is true. */
    private record Entry(String wid, Instant entered, LocalDate effective) {
    }

    SampleWorkdaySoap() {
        beginAnew();
    }

    /** Ada, and nothing else. */
    final synchronized void beginAnew() {
        workers.clear();
        withheld.clear();
        log.clear();
        asked.clear();
        trouble = request -> Optional.empty();
        garbling = answer -> answer;
        hire("wid-1", "21001", "Ada", "Lovelace", LocalDate.of(2020, 3, 1), Instant.parse("2020-02-01T00:00:00Z"));
        workers.get("wid-1").contacts = contact("Email_Address", "ada@old.example", "WORK", true) + contact("Email_Address", "ada@home.example", "HOME", true);
    }

    static String contact(String kind, String value, String usage, boolean primary) {
        return "<wd:" + kind + "_Data>" + value(kind, value) + "<wd:Usage_Data wd:Public=\"1\"><wd:Type_Data wd:Primary=\"" + (primary ? 1 : 0) + "\"><wd:Type_Reference wd:Descriptor=\"" + usage
                + "\"><wd:ID wd:type=\"WID\">u-" + usage + "</wd:ID><wd:ID wd:type=\"Communication_Usage_Type_ID\">" + usage + "</wd:ID></wd:Type_Reference></wd:Type_Data></wd:Usage_Data></wd:" + kind + "_Data>";
    }

    private static String value(String kind, String value) {
        return kind.equals("Phone") ? "<wd:Country_ISO_Code>DEU</wd:Country_ISO_Code><wd:International_Phone_Code>49</wd:International_Phone_Code><wd:Phone_Number>" + value + "</wd:Phone_Number>"
                : "<wd:" + kind + ">" + value + "</wd:" + kind + ">";
    }

    synchronized SampleWorker hire(String wid, String id, String first, String last, LocalDate day, Instant entered) {
        SampleWorker one = new SampleWorker(wid, id, first, last, day, entered);
        workers.put(wid, one);
        log.add(new Entry(wid, entered, day));
        return one;
    }

    synchronized SampleWorker hire(String wid, String id, String first, String last, LocalDate day) {
        return hire(wid, id, first, last, day, Instant.now().minusSeconds(1));
    }

    /** Something about somebody was typed just now, and is true from that day. */
    synchronized void typed(String wid, LocalDate effective) {
        log.add(new Entry(wid, Instant.now().minusSeconds(1), effective));
    }

    synchronized void terminate(String wid, LocalDate last) {
        workers.get(wid).terminated = Optional.of(last);
        typed(wid, last);
    }

    /** The hire is taken back: nobody of that name is there any more, or only a record that says so. */
    synchronized void rescind(String wid, boolean shown) {
        typed(wid, workers.get(wid).hired);
        if (shown) {
            workers.get(wid).rescinded = true;
        } else {
            workers.remove(wid);
        }
    }

    /** The security domain of this section is not granted (any more). */
    synchronized void withhold(String... sections) {
        withheld.addAll(List.of(sections));
    }

    synchronized void grantAll() {
        withheld.clear();
    }

    /** What happens in place of an answer, as long as it is something. */
    synchronized void trouble(Function<Element, Optional<Said>> instead) {
        trouble = instead;
    }

    /** What becomes of an answer on its way. */
    synchronized void garbling(Function<String, String> way) {
        garbling = way;
    }

    /** @param status of HTTP, 500 by the standard */
    static Said fault(int status, String code, String detail) {
        return new Said(status, NODES.textNode(envelope("<SOAP-ENV:Fault><faultcode>SOAP-ENV:" + code + "</faultcode><faultstring>" + code + "</faultstring><detail>" + detail + "</detail></SOAP-ENV:Fault>")),
                Map.of("Content-Type", "text/xml;charset=UTF-8"));
    }

    static Said invalid(String message) {
        return fault(500, "Client.validationError", "<wd:Validation_Fault xmlns:wd=\"" + NAMESPACE + "\"><wd:Validation_Error><wd:Message>" + message + "</wd:Message><wd:Detail_Message>" + message
                + "</wd:Detail_Message><wd:Xpath>/x</wd:Xpath></wd:Validation_Error></wd:Validation_Fault>");
    }

    private static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body>" + body + "</SOAP-ENV:Body></SOAP-ENV:Envelope>";
    }

    private static Said said(String body) {
        return new Said(200, NODES.textNode(envelope(body)), Map.of("Content-Type", "text/xml;charset=UTF-8"));
    }

    @Override
    Said answer(Asked request) {
        if (!request.method().equals("POST") || !request.path().equals(PATH)) {
            return fault(404, "Client", "");
        }
        Element envelope = parsed(request.text());
        if (!(USER + "@" + TENANT).equals(text(envelope, "Username").orElse("")) || !PASSWORD.equals(text(envelope, "Password").orElse(""))) {
            return fault(500, "Client.authenticationError", "");
        }
        Element body = child(all(envelope, "Body").get(0), 0);
        asked.add(body);
        Optional<Said> instead = trouble.apply(body);
        if (instead.isPresent()) {
            return instead.get();
        }
        Said said = switch (body.getLocalName()) {
            case "Get_Workers_Request" -> getWorkers(body);
            case "Maintain_Contact_Information_for_Person_Event_Request" -> maintainContacts(body);
            case "Workday_Account_for_Worker_Update" -> updateAccount(body);
            default -> invalid("Element Content '" + body.getLocalName() + "' is not valid");
        };
        return said.status() == 200 ? new Said(200, NODES.textNode(garbling.apply(said.body().asText())), said.headers()) : said;
    }

    private Said getWorkers(Element request) {
        int page = number(request, "Page", 1);
        int count = number(request, "Count", 100);
        if (page < 1 || count > 999) {
            return invalid(page < 1 ? "Page number cannot be zero" : "Count exceeds 999");
        }
        LocalDate asOf = text(request, "As_Of_Effective_Date").map(LocalDate::parse).orElse(LocalDate.now(ZoneOffset.UTC));
        Instant entered = text(request, "As_Of_Entry_DateTime").map(SampleWorkdaySoap::moment).orElse(Instant.MAX);
        List<SampleWorker> there = workers.values().stream().filter(one -> !one.entered.isAfter(entered)).filter(one -> wanted(one, request)).toList();
        Set<String> sections = all(request, "Response_Group").isEmpty() ? Set.of() : included(all(request, "Response_Group").get(0));
        List<SampleWorker> part = part(there, (page - 1) * count, count);
        String results = "<wd:Response_Results><wd:Total_Results>" + there.size() + "</wd:Total_Results><wd:Total_Pages>" + (there.size() + count - 1) / count + "</wd:Total_Pages><wd:Page_Results>" + part.size()
                + "</wd:Page_Results><wd:Page>" + page + "</wd:Page></wd:Response_Results>";
        String data = part.isEmpty() ? "" : "<wd:Response_Data>" + part.stream().map(one -> one.xml(asOf, section -> sections.contains(section) && !withheld.contains(section))).collect(Collectors.joining()) + "</wd:Response_Data>";
        return said("<wd:Get_Workers_Response xmlns:wd=\"" + NAMESPACE + "\" wd:version=\"v30.0\">" + results + data + "</wd:Get_Workers_Response>");
    }

    private static Set<String> included(Element group) {
        Map<String, String> names = Map.of("Include_Personal_Information", "Personal_Data,Contact_Data,Home_Contacts", "Include_Employment_Information", "Employment_Data", "Include_Organizations", "Organization_Data", "Include_User_Account", "User_ID");
        return names.entrySet().stream().filter(one -> text(group, one.getKey()).filter(flag -> flag.equals("true") || flag.equals("1")).isPresent()).flatMap(one -> List.of(one.getValue().split(",")).stream())
                .collect(Collectors.toSet());
    }

    private boolean wanted(SampleWorker one, Element request) {
        List<Element> references = all(request, "Request_References");
        if (!references.isEmpty()) {
            return text(references.get(0), "ID").filter(one.wid::equals).isPresent();
        }
        Optional<String> updated = text(request, "Updated_From");
        Optional<String> effective = text(request, "Effective_From");
        if (updated.isPresent()) {
            Instant from = moment(updated.get());
            Instant through = moment(text(request, "Updated_Through").orElseThrow());
            return log.stream().anyMatch(entry -> entry.wid.equals(one.wid) && !entry.entered.isBefore(from) && !entry.entered.isAfter(through));
        }
        return effective.isEmpty() || log.stream().anyMatch(entry -> entry.wid.equals(one.wid) && !entry.effective.isBefore(LocalDate.parse(effective.get().substring(0, 10)))
                && !entry.effective.isAfter(LocalDate.parse(text(request, "Effective_Through").orElseThrow().substring(0, 10))));
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Elements in another order than the documents', and a date before the first day, are refused; whatever is not sent is gone, unless it only adds. */
    private Said maintainContacts(Element request) {
        SampleWorker one = workers.get(text(request, "ID").orElse(""));
        if (one == null) {
            return invalid("Invalid ID value");
        }
        if (LocalDate.parse(text(request, "Effective_Date").orElseThrow()).isBefore(one.hired)) {
            return invalid("The effective date is before the hire date");
        }
        Element data = all(request, "Worker_Contact_Information_Data").get(0);
        List<String> order = List.of("Address_Data", "Phone_Data", "Email_Address_Data", "Instant_Messenger_Data", "Web_Address_Data");
        List<String> came = children(data).stream().map(Element::getLocalName).toList();
        List<String> sorted = came.stream().sorted((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b))).toList();
        boolean phones = all(data, "Phone_Data").stream().allMatch(phone -> inOrder(phone, "Country_ISO_Code", "International_Phone_Code", "Area_Code", "Phone_Number", "Phone_Extension", "Phone_Device_Type_Reference", "Usage_Data")
                && text(phone, "Country_ISO_Code").isPresent() && text(phone, "International_Phone_Code").isPresent());
        boolean mails = all(data, "Email_Address_Data").stream().allMatch(mail -> inOrder(mail, "Email_Address", "Email_Comment", "Usage_Data"));
        if (!came.equals(sorted) || !phones || !mails) {
            return invalid("Element Content is not valid");
        }
        String sent = children(data).stream().map(SampleWorkdaySoap::xml).collect(Collectors.joining());
        boolean adds = request.getAttributeNS(NAMESPACE, "Add_Only").equals("true");
        String contacts = adds ? one.contacts + sent : sent;
        one.contacts = contacts;
        typed(one.wid, LocalDate.now(ZoneOffset.UTC));
        return said("<wd:Maintain_Contact_Information_for_Person_Event_Response xmlns:wd=\"" + NAMESPACE + "\"><wd:Event_Reference><wd:ID wd:type=\"WID\">e1</wd:ID></wd:Event_Reference>"
                + "</wd:Maintain_Contact_Information_for_Person_Event_Response>");
    }

    private static boolean inOrder(Element element, String... names) {
        List<String> order = List.of(names);
        List<Integer> places = children(element).stream().map(child -> order.indexOf(child.getLocalName())).toList();
        return !places.contains(-1) && places.equals(places.stream().sorted().toList());
    }

    private Said updateAccount(Element request) {
        String id = text(request, "ID").orElse("");
        boolean contingent = !all(request, "Contingent_Worker_Reference").isEmpty();
        String name = text(request, "User_Name").orElse("");
        List<SampleWorker> meant = workers.values().stream().filter(one -> one.id.equals(id) && one.contingent == contingent).toList();
        if (meant.isEmpty() || workers.values().stream().anyMatch(one -> name.equalsIgnoreCase(one.userName) && !one.id.equals(id))) {
            return invalid(meant.isEmpty() ? "The worker has no Workday account" : "User Name must be unique within the Workday system");
        }
        meant.forEach(one -> {
            one.userName = name;
            typed(one.wid, LocalDate.now(ZoneOffset.UTC));
        });
        return said("<wd:Workday_Account_for_Worker_Update_Response xmlns:wd=\"" + NAMESPACE + "\"/>");
    }

    private static Element parsed(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (Exception broken) {
            throw new IllegalArgumentException("the request is no XML: " + broken.getMessage(), broken);
        }
    }

    static List<Element> all(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static Optional<String> text(Element within, String name) {
        return all(within, name).stream().findFirst().map(Element::getTextContent).filter(text -> !text.isEmpty());
    }

    private static int number(Element within, String name, int otherwise) {
        return text(within, name).map(Integer::parseInt).orElse(otherwise);
    }

    private static List<Element> children(Element of) {
        List<Element> children = new ArrayList<>();
        for (int i = 0; i < of.getChildNodes().getLength(); i++) {
            if (of.getChildNodes().item(i) instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static Element child(Element of, int place) {
        return children(of).get(place);
    }

    /** With the prefix that answers have. */
    private static String xml(Element element) {
        StringBuilder xml = new StringBuilder("<wd:" + element.getLocalName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            if (NAMESPACE.equals(element.getAttributes().item(i).getNamespaceURI())) {
                xml.append(" wd:").append(element.getAttributes().item(i).getLocalName()).append("=\"").append(element.getAttributes().item(i).getNodeValue()).append('"');
            }
        }
        String inside = children(element).isEmpty() ? SampleWorker.escaped(element.getTextContent()) : children(element).stream().map(SampleWorkdaySoap::xml).collect(Collectors.joining());
        return xml.append('>').append(inside).append("</wd:").append(element.getLocalName()).append('>').toString();
    }
}
