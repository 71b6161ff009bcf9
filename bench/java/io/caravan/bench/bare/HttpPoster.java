package io.caravan.bench.bare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Posts to one address, over connections that stay open. Called by as many threads as there are connections. */
interface HttpPoster extends AutoCloseable {

    String MEDIA = "application/scim+json";

    /** What came back. */
    record Posted(int status, byte[] body) {
    }

    Posted post(byte[] body) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** Whose client library does it. */
    enum Kind {
        JDK {
            @Override
            HttpPoster open(URI to, String token, int connections) {
                return new Jdk(to, token);
            }
        },
        APACHE {
            @Override
            HttpPoster open(URI to, String token, int connections) {
                return new Apache(to, token, connections);
            }
        };

        abstract HttpPoster open(URI to, String token, int connections);
    }

    /** The JDK's own. */
    final class Jdk implements HttpPoster {
        private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final HttpRequest.Builder request;

        private Jdk(URI to, String token) {
            request = HttpRequest.newBuilder(to).header("Authorization", "Bearer " + token).header("Content-Type", MEDIA).header("Accept", MEDIA);
        }

        @Override
        public Posted post(byte[] body) throws IOException, InterruptedException {
            HttpResponse<byte[]> answer = client.send(request.copy().POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Posted(answer.statusCode(), answer.body());
        }

        @Override
        public void close() {
            // Its threads end with the program.
        }
    }

    /** Apache's, the one Camel uses. */
    final class Apache implements HttpPoster {
        private final CloseableHttpClient client;
        private final URI to;
        private final String authorization;

        private Apache(URI to, String token, int connections) {
            this.to = to;
            this.authorization = "Bearer " + token;
            this.client = HttpClients.custom().disableAutomaticRetries().disableCookieManagement().disableRedirectHandling()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(connections)
                            .setMaxConnTotal(connections).build())
                    .build();
        }

        @Override
        public Posted post(byte[] body) throws IOException {
            HttpPost request = new HttpPost(to);
            request.setHeader("Authorization", authorization);
            request.setHeader("Accept", MEDIA);
            request.setEntity(new ByteArrayEntity(body, ContentType.create(MEDIA)));
            return client.execute(request, answer -> new Posted(answer.getCode(), EntityUtils.toByteArray(answer.getEntity())));
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
