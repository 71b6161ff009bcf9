package io.caravan.camel.auth;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request as Amazon Web Services want it, Signature Version 4 (AWS4-HMAC-SHA256). Immutable.
 *
 * @param token of a session; empty: the key is a lasting one
 */
record AwsSignature(String accessKey, String secretKey, Optional<String> token, String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** The one service that takes a path as it is. */
    private static final String S3 = "s3";
    private static final int DAY = 8;

    static AwsSignature of(AuthorizationSettings settings) {
        return new AwsSignature(settings.required("awsAccessKey"), settings.required("awsSecretKey"), settings.text("awsSessionToken"), settings.required("awsRegion"), settings.required("awsService"));
    }

    /**
     * What is sent beside, {@code Authorization} among it.
     *
     * @param address as it goes over the wire, with its query
     * @param headers that are signed, too, by their names in whatever case; {@code Host} comes from the address
     */
    Map<String, String> headers(String method, URI address, Map<String, String> headers, byte[] body, Instant now) {
        String moment = MOMENT.format(now);
        Map<String, String> more = new TreeMap<>();
        more.put("X-Amz-Date", moment);
        token.ifPresent(session -> more.put("X-Amz-Security-Token", session));
        if (service.equals(S3)) {
            more.put("X-Amz-Content-Sha256", hash(body));
        }
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort()));
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), plain(value)));
        more.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), plain(value)));
        String names = String.join(";", signed.keySet());
        String request = method + "\n" + path(address) + "\n" + query(address) + "\n"
                + signed.entrySet().stream().map(header -> header.getKey() + ":" + header.getValue() + "\n").collect(Collectors.joining()) + "\n" + names + "\n" + hash(body);
        String scope = moment.substring(0, DAY) + "/" + region + "/" + service + "/aws4_request";
        String text = ALGORITHM + "\n" + moment + "\n" + scope + "\n" + hash(request.getBytes(StandardCharsets.UTF_8));
        more.put("Authorization", ALGORITHM + " Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + names + ", Signature=" + HexFormat.of().formatHex(mac(key(moment), text)));
        return more;
    }

    /** One space where there are several. */
    private static String plain(String value) {
        return value.strip().replaceAll(" +", " ");
    }

    /** Each segment is encoded once more than it goes over the wire, everywhere but in S3. */
    private String path(URI address) {
        String path = address.normalize().getRawPath();
        if (path == null || path.isEmpty()) {
            return "/";
        }
        return service.equals(S3) ? address.getRawPath() : Arrays.stream(path.split("/", -1)).map(AwsSignature::encoded).collect(Collectors.joining("/"));
    }

    /** By name, and those of the same name by value. */
    private static String query(URI address) {
        String query = address.getRawQuery();
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&")).map(pair -> {
            int equals = pair.indexOf('=');
            return Map.entry(encoded(decoded(equals < 0 ? pair : pair.substring(0, equals))), encoded(decoded(equals < 0 ? "" : pair.substring(equals + 1))));
        }).sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue())).map(pair -> pair.getKey() + "=" + pair.getValue()).collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private byte[] key(String moment) {
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {moment.substring(0, DAY), region, service, "aws4_request"}) {
            key = mac(key, part);
        }
        return key;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** Nobody is to see the key. */
    @Override
    public String toString() {
        return "AwsSignature[region=" + region + ", service=" + service + "]";
    }
}
