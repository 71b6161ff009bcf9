package io.caravan.bench.slow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One HTTP answer. */
record Answer(int status, byte[] body) {

    static Answer json(int status, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(int status, String detail) {
        return json(status, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"" + status + "\",\"detail\":\"" + detail + "\"}");
    }

    /** Head and body as they go over the wire: in one piece, so that neither waits for the other's acknowledgement. */
    ByteBuffer bytes() {
        String length = status == 204 ? "" : "Content-Type: application/scim+json\r\nContent-Length: " + body.length + "\r\n";
        byte[] head = ("HTTP/1.1 " + status + " Answer\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(head.length + body.length);
        return all.put(head).put(body).flip();
    }
}
