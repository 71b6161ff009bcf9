package io.caravan.camel;

import io.caravan.connector.CredentialEnd;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Says of certificates whose time is over, or has not come, which they are and until when they counted. Java says it of a server's
 * own in the words of its validator, and lets those pass that the operator trusts by name. Thread-safe.
 */
final class CertificateDates extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager trust;
    private final Optional<String> file;
    private volatile List<CredentialEnd> ends = List.of();

    /** @param file where the certificates to trust are from, if an operator chose them */
    CertificateDates(X509ExtendedTrustManager trust, Optional<String> file) {
        this.trust = trust;
        this.file = file;
    }

    /** What is wrong with the dates of a certificate, in words; empty: nothing. Without brackets and quotes, which some libraries put around them. */
    static Optional<String> wrong(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        String name = certificate.getSubjectX500Principal().getName().replaceAll("[()'\"]", " ");
        return now.isAfter(until) ? Optional.of(name + " expired at " + until)
                : now.isBefore(from) ? Optional.of(name + " is not valid before " + from + ", and it is " + now.truncatedTo(ChronoUnit.SECONDS) + " now") : Optional.empty();
    }

    private interface Check {
        void run() throws CertificateException;
    }

    /** Only the server's own must count: of the others it shows, some may be left over, and another path may lead to one that is trusted. */
    private void checked(X509Certificate[] chain, Check check) throws CertificateException {
        Instant now = Instant.now();
        Optional<String> wrong = wrong(chain[0], now);
        if (wrong.isPresent()) {
            throw new CertificateException("the server shows a certificate that does not count: " + wrong.get() + ". Whoever runs the server must renew it");
        }
        try {
            check.run();
        } catch (CertificateException refused) {
            throw explained(refused, chain, now);
        }
        List<X509Certificate> anchors = file.isPresent() ? checkedAnchors(chain, now) : List.of();
        ends = ends(chain[0], anchors);
    }

    /** Until when the server's certificate counts that was shown last, and what vouches for it in the trust store. */
    List<CredentialEnd> ends() {
        return ends;
    }

    private static List<CredentialEnd> ends(X509Certificate server, List<X509Certificate> anchors) {
        return Stream.concat(Stream.of(end("certificate of the server", server)), anchors.stream().max(Comparator.comparing(X509Certificate::getNotAfter))
                .filter(last -> !last.equals(server)).map(last -> end("certificate in the trust store", last)).stream()).toList();
    }

    private static CredentialEnd end(String what, X509Certificate certificate) {
        return new CredentialEnd(what, Optional.of(certificate.getNotBefore().toInstant()), certificate.getNotAfter().toInstant());
    }

    private CertificateException explained(CertificateException refused, X509Certificate[] chain, Instant now) {
        String shown = words(Arrays.stream(chain), now);
        String trusted = file.isPresent() ? words(Arrays.stream(getAcceptedIssuers()), now) : "";
        String more = (shown.isEmpty() ? "" : "; the server shows certificates that do not count: " + shown)
                + (trusted.isEmpty() ? "" : "; in the trust store " + file.orElseThrow() + " are certificates that do not count: " + trusted);
        return more.isEmpty() ? refused : new CertificateException(refused.getMessage() + more, refused);
    }

    private static String words(Stream<X509Certificate> certificates, Instant now) {
        return certificates.flatMap(each -> wrong(each, now).stream()).collect(Collectors.joining("; "));
    }

    /** To Java a certificate that is trusted by name counts for ever. One of several that still counts is enough. */
    private List<X509Certificate> checkedAnchors(X509Certificate[] chain, Instant now) throws CertificateException {
        List<X509Certificate> anchors = Arrays.stream(getAcceptedIssuers())
                .filter(each -> Arrays.stream(chain).anyMatch(shown -> shown.equals(each) || shown.getIssuerX500Principal().equals(each.getSubjectX500Principal()))).toList();
        if (!anchors.isEmpty() && anchors.stream().allMatch(each -> wrong(each, now).isPresent())) {
            throw new CertificateException("the certificate in the trust store " + file.orElseThrow() + " that vouches for the server does not count: "
                    + words(anchors.stream(), now) + ". Put the new one in its place");
        }
        return anchors;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checked(chain, () -> trust.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checked(chain, () -> trust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checked(chain, () -> trust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
