package io.caravan.bench.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.bench.bare.Account;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The calls as somebody writes them by hand who needs nothing but these: values to JSON, one request of Apache's client, which is the one that Camel uses, and the id out of its answer. */
final class BareCaller implements Caller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA = "application/json";

    private final CloseableHttpClient client;
    private final String url;
    private final String authorization;

    /** What came back. */
    private record Answer(int status, byte[] body) {
    }

    BareCaller(String url, String token, int connections) {
        this.url = url;
        this.authorization = "Bearer " + token;
        this.client = HttpClients.custom().disableAutomaticRetries().disableCookieManagement().disableRedirectHandling()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(connections).setMaxConnTotal(connections).build()).build();
    }

    @Override
    public String create(Account account) throws IOException {
        ObjectNode user = JSON.createObjectNode();
        user.put("employeeId", account.workerId()).put("login", account.login()).put("givenName", account.givenName()).put("familyName", account.familyName())
                .put("displayName", account.fullName()).put("mail", account.mail()).put("title", account.title()).put("department", account.department()).put("active", true);
        return id(send("POST", "/users", JSON.writeValueAsBytes(user)), 201);
    }

    @Override
    public void entitle(String id, String title) throws IOException {
        patch(id, JSON.createObjectNode().put("title", title));
    }

    @Override
    public void disable(String id) throws IOException {
        patch(id, JSON.createObjectNode().put("active", false));
    }

    private void patch(String id, ObjectNode changes) throws IOException {
        String told = id(send("PATCH", "/users/" + id, JSON.writeValueAsBytes(changes)), 200);
        if (!told.equals(id)) {
            throw new IOException("a change of " + id + " was answered with " + told);
        }
    }

    private static String id(Answer answer, int expected) throws IOException {
        JsonNode user = JSON.readTree(answer.body);
        if (answer.status != expected || !user.path("id").isTextual()) {
            throw new IOException("HTTP " + answer.status + " " + user);
        }
        return user.get("id").asText();
    }

    private Answer send(String method, String path, byte[] body) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(url + path));
        request.setHeader("Authorization", authorization);
        request.setHeader("Accept", MEDIA);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return client.execute(request, answer -> new Answer(answer.getCode(), EntityUtils.toByteArray(answer.getEntity())));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
