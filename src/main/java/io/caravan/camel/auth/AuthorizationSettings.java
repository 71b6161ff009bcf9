package io.caravan.camel.auth;

import io.caravan.camel.Loopback;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One system's settings, by the Kamelet's names; an empty text counts as not set. Immutable. */
record AuthorizationSettings(Map<String, String> written) {

    /** How Caravan shows who it is: the words of the setting {@code auth}. */
    enum Kind {
        NONE, BASIC, USERNAME_TOKEN, BEARER, API_KEY, AWS_SIGV4, CLIENT_CREDENTIALS, REFRESH_TOKEN, JWT_BEARER, SAML_BEARER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether there is a token server to ask. */
        boolean fetches() {
            return compareTo(CLIENT_CREDENTIALS) >= 0;
        }
    }

    /** How a client shows the token server which it is (RFC 6749 §2.3, RFC 7523 §2.2). */
    enum ClientAuth { BODY, BASIC, KEY }

    AuthorizationSettings {
        written = Map.copyOf(written);
    }

    Kind kind() {
        String word = text("auth").orElse(Kind.BEARER.word());
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw wrong("there is no way to authenticate that is called '" + word + "'");
    }

    ClientAuth clientAuth() {
        String word = text("clientAuth").orElse("body");
        try {
            return ClientAuth.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw wrong("clientAuth cannot be '" + word + "'; it is body, basic or key");
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(written.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> wrong("the setting " + name + " is missing, which auth=" + text("auth").orElse("bearer") + " needs"));
    }

    int number(String name, int otherwise) {
        try {
            return text(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notWhole) {
            throw wrong("the setting " + name + " is no whole number");
        }
    }

    /** A file, relative to the project's folder. */
    Optional<Path> file(String name) {
        return text(name).map(Path.of(written.getOrDefault("projectFolder", ""))::resolve);
    }

    /** {@code name=value&name=value}, in order, percent-decoded. */
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        text(name).ifPresent(text -> {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw wrong("the setting " + name + " is not written as name=value&name=value");
                }
                pairs.put(decoded(name, pair.substring(0, equals)), decoded(name, pair.substring(equals + 1)));
            }
        });
        return pairs;
    }

    private static String decoded(String name, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw wrong("the setting " + name + " has a % that begins no encoded character; write %25");
        }
    }

    /** A secret that crossed a network in the clear is nobody's secret any more. */
    void refusePlaintext() {
        if (kind() != Kind.NONE) {
            refusePlaintext("url");
        }
        if (kind().fetches()) {
            refusePlaintext("tokenUrl");
        }
    }

    private void refusePlaintext(String name) {
        String address = text(name).orElse("");
        boolean plain = address.regionMatches(true, 0, "http:", 0, 5);
        if (plain && !"true".equals(written.get("allowPlaintext")) && !Loopback.is(host(address))) {
            throw new OutcomeException(OutcomeKind.INVALID, "the secret would cross the network in the clear" + (name.equals("url") ? "" : " to " + name) + "; use https://, or say allowPlaintext=true");
        }
    }

    private static String host(String address) {
        try {
            return URI.create(address).getHost();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    static OutcomeException wrong(String what) {
        return new OutcomeException(OutcomeKind.MISCONFIGURED, what);
    }
}
