package io.caravan.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Amazon Web Services refuse keys and signatures with 400 and 403, and say in a code that it is about those: whoever took the status at its word
 * would tell of each person that she was refused.
 *
 * @param skewed whether it is the moment of signing that is refused, and so a clock
 */
record AwsRefusal(boolean skewed) {

    /**
     * Without the {@code Exception} that some services add. Not {@code MissingAuthenticationToken}, which a gateway of Amazon's in front of somebody else's service
     * says of an address that it does not know, and not {@code InvalidToken}, which may be a page's.
     */
    private static final Set<String> KEYS = Set.of("ExpiredToken", "TokenRefreshRequired", "InvalidSignature", "SignatureDoesNotMatch", "IncompleteSignature", "UnrecognizedClient", "InvalidClientTokenId",
            "InvalidAccessKeyId");
    private static final Set<String> CLOCKS = Set.of("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");
    /** How {@code InvalidSignatureException} says the same. */
    private static final Pattern LATE = Pattern.compile("Signature (expired|not yet current)\\b");
    private static final Pattern CODE = Pattern.compile("<Code>\\s*([A-Za-z0-9.]+)\\s*</Code>");

    /** Empty where it is about something else. The code stands in a header, in JSON ({@code __type}, {@code code}, {@code Code}), or in XML ({@code Code}). */
    static Optional<AwsRefusal> of(int status, Optional<String> header, JsonNode document, String body) {
        if (status != 400 && status != 401 && status != 403) {
            return Optional.empty();
        }
        Set<String> codes = Stream.concat(header.stream(), Stream.of(document.path("__type"), document.path("code"), document.path("Code"), document.at("/Error/Code"), document.at("/error/Code"))
                .filter(JsonNode::isTextual).map(JsonNode::asText)).map(AwsRefusal::plain).collect(Collectors.toCollection(LinkedHashSet::new));
        Matcher xml = CODE.matcher(body);
        if (body.startsWith("<") && xml.find()) {
            codes.add(plain(xml.group(1)));
        }
        boolean clock = codes.stream().anyMatch(CLOCKS::contains) || codes.contains("InvalidSignature") && LATE.matcher(body).find();
        return clock || codes.stream().anyMatch(KEYS::contains) ? Optional.of(new AwsRefusal(clock)) : Optional.empty();
    }

    /** {@code com.amazon.coral.service#ExpiredTokenException:http://…} is {@code ExpiredToken}. */
    private static String plain(String code) {
        String name = code.strip().replaceFirst("^.*#", "").replaceFirst(":.*$", "");
        return name.endsWith("Exception") ? name.substring(0, name.length() - "Exception".length()) : name;
    }

    OutcomeKind kind() {
        return OutcomeKind.UNAUTHORIZED;
    }

    /** @param theirs what the system's clock says; empty: it does not tell */
    String words(Optional<Instant> theirs, Instant ours) {
        if (!skewed) {
            return "";
        }
        String apart = theirs.map(there -> Duration.between(ours, there)).filter(gap -> gap.abs().compareTo(Duration.ofSeconds(1)) > 0)
                .map(gap -> "this machine's clock is " + gap.abs().toSeconds() + " s " + (gap.isNegative() ? "ahead of" : "behind") + " the system's").orElse("this machine's clock and the system's are apart");
        return "; a signature counts for some minutes: " + apart + ", or the request was long under way; set the clock";
    }
}
