package io.caravan.bench.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.bench.bare.Account;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The calls as somebody writes them by hand who needs nothing but these: values to JSON, one request, and the id out of its answer. */
abstract class BareCaller implements Caller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA = "application/json";

    /** What came back. */
    record Answer(int status, byte[] body) {
    }

    abstract Answer send(String method, String path, byte[] body) throws IOException, InterruptedException;

    @Override
    public String create(Account account) throws IOException, InterruptedException {
        ObjectNode user = JSON.createObjectNode();
        user.put("employeeId", account.workerId()).put("login", account.login()).put("givenName", account.givenName()).put("familyName", account.familyName())
                .put("displayName", account.fullName()).put("mail", account.mail()).put("title", account.title()).put("department", account.department()).put("active", true);
        return id(send("POST", "/users", JSON.writeValueAsBytes(user)), 201);
    }

    @Override
    public void entitle(String id, String title) throws IOException, InterruptedException {
        patch(id, JSON.createObjectNode().put("title", title));
    }

    @Override
    public void disable(String id) throws IOException, InterruptedException {
        patch(id, JSON.createObjectNode().put("active", false));
    }

    private void patch(String id, ObjectNode changes) throws IOException, InterruptedException {
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

    /** The JDK's client. */
    static final class Jdk extends BareCaller {
        private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final String url;
        private final HttpRequest.Builder request;

        Jdk(String url, String token) {
            this.url = url;
            this.request = HttpRequest.newBuilder().header("Authorization", "Bearer " + token).header("Content-Type", MEDIA).header("Accept", MEDIA);
        }

        @Override
        Answer send(String method, String path, byte[] body) throws IOException, InterruptedException {
            HttpResponse<byte[]> answer = client.send(request.copy().uri(URI.create(url + path)).method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        }

        @Override
        public void close() {
            // Its threads end with the program.
        }
    }

    /** Apache's, the one that Camel uses. */
    static final class Apache extends BareCaller {
        private final CloseableHttpClient client;
        private final String url;
        private final String authorization;

        Apache(String url, String token, int connections) {
            this.url = url;
            this.authorization = "Bearer " + token;
            this.client = HttpClients.custom().disableAutomaticRetries().disableCookieManagement().disableRedirectHandling()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(connections).setMaxConnTotal(connections).build()).build();
        }

        @Override
        Answer send(String method, String path, byte[] body) throws IOException {
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
}
