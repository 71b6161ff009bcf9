package io.caravan.camel;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What the test Kamelet calls: it answers with what it was given, or fails as its settings say. */
public class EchoConnector {

    private String secret = "";
    private String plain = "";

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public void setPlain(String plain) {
        this.plain = plain;
    }

    public void call(Exchange exchange) throws Exception {
        String operation = exchange.getVariable("operation", String.class);
        switch (operation) {
            case "list" -> list(exchange);
            case "get" -> exchange.getMessage().setBody("gone".equals(exchange.getVariable("anchor")) ? null
                    : Map.of("id", exchange.getVariable("anchor"), "secret", secret, "plain", plain, "active", "true", "mails", "a@x"));
            case "find" -> exchange.getMessage().setBody(List.of(Map.of("id", "1", "by", exchange.getVariable("attribute"))));
            case "batch" -> exchange.getMessage().setBody(batch(exchange));
            case "update" -> {
                if (plain.matches("\\d+")) {
                    fail();
                }
                exchange.getMessage().setBody(Map.of("id", "u", "got", exchange.getMessage().getBody().toString()));
            }
            case "create" -> fail();
            case "disable", "enable" -> exchange.getMessage().setBody(Map.of("id", exchange.getVariable("anchor"), "active", operation.equals("disable")));
            default -> exchange.getMessage().setBody("ignored");
        }
    }

    private void fail() throws Exception {
        switch (plain) {
            case "refused" -> throw new IllegalStateException(new ConnectException("Connection refused"));
            case "timeout" -> throw new SocketTimeoutException("Read timed out");
            case "outcome" -> throw new RuntimeException(new OutcomeException(OutcomeKind.FORBIDDEN, "not with " + secret + " " + "x".repeat(900)));
            case "bug" -> throw new IllegalStateException("a bug");
            default -> throw new HttpOperationFailedException("http://x", Integer.parseInt(plain), "Bad", null, List.of("403", "503").contains(plain) ? Map.of() : Map.of("Retry-After", "7"),
                    "{\"detail\":\"no, " + secret + "\"}");
        }
    }

    private void list(Exchange exchange) {
        String page = exchange.getVariable("page", String.class);
        int number = page == null ? 1 : Integer.parseInt(page);
        List<Map<String, Object>> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put(number == 2 && i == 1 ? "nothing" : "id", number + "-" + i);
            records.add(record);
        }
        exchange.getMessage().setBody(records);
        if (plain.equals("loop")) {
            exchange.setVariable("nextPage", "1");
        } else if (number < 3) {
            exchange.setVariable("nextPage", String.valueOf(number + 1));
        }
        exchange.setVariable("watermark", "w" + number);
    }

    @SuppressWarnings("unchecked") // the contract's variable
    private List<Outcome> batch(Exchange exchange) {
        return ((List<AccountRequest>) exchange.getVariable("requests")).stream()
                .map(request -> Outcome.failed(OutcomeKind.CONFLICT, request.anchor().orElse("?"))).toList();
    }
}
