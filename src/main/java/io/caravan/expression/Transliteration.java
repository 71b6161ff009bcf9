package io.caravan.expression;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/** Text in plain Latin letters: a fixed table first, so that results never change with the JDK, then accents removed. */
final class Transliteration {

    private static final Map<Character, String> TABLE = new HashMap<>();

    static {
        letters("ß ss ø oe æ ae œ oe đ d ð d þ th ł l ħ h ı i ĸ k ŋ n ŧ t ƒ f ſ s ə e ʼ ' ĳ ij ŀ l ŉ n ɖ d");
        letters("α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");
        letters("а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch "
                + "ъ _ ы y ь _ э e ю yu я ya є ye і i ї yi ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz");
        TABLE.put('ẞ', "SS");
    }

    private Transliteration() {
    }

    private static void letters(String pairs) {
        String[] words = pairs.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            char small = words[i].charAt(0);
            String latin = words[i + 1].equals("_") ? "" : words[i + 1];
            TABLE.put(small, latin);
            char capital = Character.toUpperCase(small);
            if (capital != small && !TABLE.containsKey(capital) && capital > 127) {
                TABLE.put(capital, latin.isEmpty() ? "" : Character.toUpperCase(latin.charAt(0)) + latin.substring(1));
            }
        }
    }

    static String plain(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 8);
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        for (int i = 0; i < composed.length(); i++) {
            letter(composed.charAt(i), plain);
        }
        return plain.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    private static void letter(char letter, StringBuilder plain) {
        String fixed = letter < 128 ? null : TABLE.get(letter);
        if (letter < 128 || Character.isSurrogate(letter)) {
            plain.append(letter);
        } else if (fixed != null) {
            plain.append(fixed);
        } else {
            withoutAccents(letter, plain);
        }
    }

    private static void withoutAccents(char letter, StringBuilder plain) {
        String parts = Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD);
        for (int i = 0; i < parts.length(); i++) {
            char part = parts.charAt(i);
            if (Character.getType(part) != Character.NON_SPACING_MARK) {
                plain.append(TABLE.getOrDefault(part, String.valueOf(part)));
            }
        }
    }
}
