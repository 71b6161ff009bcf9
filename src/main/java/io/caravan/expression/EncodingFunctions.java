package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.mapping.FormulaException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Functions that write text in another code. */
final class EncodingFunctions {

    private static final Set<String> DIGESTS = Set.of("SHA-256", "SHA-512", "SHA3-256", "SHA-1", "MD5");
    private static final Set<String> CHARSETS = Set.of("UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1");

    private EncodingFunctions() {
    }

    static List<Function> all() {
        return List.of(
                camel("hash", "text, =algorithm?", "text", "A digest in hexadecimal: SHA-256, or SHA-512, SHA3-256, SHA-1, MD5.")
                        .example("${hash('Ada')}", "99a563ab2f6e21e96998f9fddd2a2bab82b70ac019579502b8d7fc0032ff62bb")
                        .compiledBy(EncodingFunctions::hash),
                ours("base64", "text, =charset?", "text", "The text's bytes in Base64: UTF-8, or UTF-16LE, UTF-16BE, ISO-8859-1.").entra("ConvertToBase64")
                        .example("${base64('Zoë')}", "Wm/Dqw==")
                        .example("${base64('Zoë', 'UTF-16LE')}", "WgBvAOsA")
                        .compiledBy(EncodingFunctions::base64),
                ours("base64Decode", "text", "text", "The text behind Base64 of UTF-8.")
                        .example("${base64Decode('Wm/Dqw==')}", "Zoë")
                        .computes(value -> decoded(Values.text(value))),
                ours("hex", "text", "text", "The text's bytes of UTF-8 in hexadecimal.").entra("ConvertToUTF8Hex")
                        .example("${hex('Zoë')}", "5A6FC3AB")
                        .computes(value -> HexFormat.of().withUpperCase().formatHex(Values.text(value).getBytes(StandardCharsets.UTF_8))));
    }

    private static Term hash(Call call) {
        String algorithm = call.word(1, "SHA-256");
        if (!DIGESTS.contains(algorithm)) {
            call.wrong(1, ProblemCode.EXPRESSION_ARGUMENTS, "there is no algorithm \"" + algorithm + "\"", "write one of " + sorted(DIGESTS));
        }
        Term text = call.term(0);
        return input -> {
            Object value = text.value(input);
            return Values.known(value) ? HexFormat.of().formatHex(digest(algorithm).digest(Values.text(value).getBytes(StandardCharsets.UTF_8))) : value;
        };
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException missing) {
            throw new FormulaException("this Java has no " + algorithm);
        }
    }

    private static Term base64(Call call) {
        String name = call.word(1, "UTF-8");
        if (!CHARSETS.contains(name)) {
            call.wrong(1, ProblemCode.EXPRESSION_ARGUMENTS, "there is no charset \"" + name + "\"", "write one of " + sorted(CHARSETS));
        }
        Charset charset = CHARSETS.contains(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        Term text = call.term(0);
        return input -> {
            Object value = text.value(input);
            return Values.known(value) ? Base64.getEncoder().encodeToString(Values.text(value).getBytes(charset)) : value;
        };
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new FormulaException("base64Decode cannot read " + Values.shown(text));
        }
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
