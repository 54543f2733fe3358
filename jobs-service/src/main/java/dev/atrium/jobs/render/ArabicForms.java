package dev.atrium.jobs.render;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Joins Arabic letters: replaces each by the form that its neighbours ask for, as Unicode's presentation forms name
/// them. Lam and alef become one. Letters that have no such forms stay as they are.
final class ArabicForms {

    private static final int LAM = 0x644;
    private static final int TATWEEL = 0x640;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final Pattern FORM = Pattern.compile("ARABIC L.* (ISOLATED|INITIAL|MEDIAL|FINAL) FORM");

    /// Forms of one letter; 0 where it has none.
    private record Forms(int isolated, int initial, int medial, int last) {

        static final Forms NONE = new Forms(0, 0, 0, 0);

        boolean joinsNext() {
            return initial != 0;
        }

        Forms with(String form, int c) {
            return switch (form) {
                case "ISOLATED" -> new Forms(c, initial, medial, last);
                case "INITIAL" -> new Forms(isolated, c, medial, last);
                case "MEDIAL" -> new Forms(isolated, initial, c, last);
                case "FINAL" -> new Forms(isolated, initial, medial, c);
                default -> this;
            };
        }

        int joined(boolean before, boolean after, int letter) {
            int form = before ? (after ? medial : last) : (after ? initial : isolated);
            return form == 0 ? letter : form;
        }
    }

    /// By what they are forms of: a letter, or lam and an alef.
    private static final Map<String, Forms> FORMS = forms();

    private ArabicForms() {}

    private static Map<String, Forms> forms() {
        Map<String, Forms> forms = new HashMap<>();
        for (int c = 0xfb50; c <= 0xfefc; c++) {
            String name = Character.isDefined(c) ? String.valueOf(Character.getName(c)) : "";
            Matcher form = FORM.matcher(name);
            String letters = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            int present = c;
            if (form.matches() && isLetter(letters)) {
                forms.merge(
                        letters, Forms.NONE.with(form.group(1), present), (old, _) -> old.with(form.group(1), present));
            }
        }
        return Map.copyOf(forms);
    }

    private static boolean isLetter(String letters) {
        return letters.length() == 1
                || (letters.length() == 2 && letters.charAt(0) == LAM && isAlef(letters.charAt(1)));
    }

    private static boolean isAlef(char c) {
        return c == 0x622 || c == 0x623 || c == 0x625 || c == 0x627;
    }

    static boolean isNeeded(String text) {
        return text.chars().anyMatch(c -> c >= 0x620 && c <= 0x6ff);
    }

    /// @param text in the order in which it is read
    /// @return likewise, perhaps shorter
    static String join(String text) {
        StringBuilder joined = new StringBuilder(text.length());
        boolean before = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            String letters = letters(text, i);
            Forms forms = FORMS.get(letters);
            if (isTransparent(c)) {
                joined.append(c);
                i++;
            } else if (forms == null) {
                joined.append(c);
                before = c == TATWEEL || c == ZERO_WIDTH_JOINER;
                i++;
            } else {
                i += letters.length();
                boolean after = forms.joinsNext() && joinsPrevious(text, i);
                joined.append((char) forms.joined(before && forms.last() != 0, after, c));
                before = after;
            }
        }
        return joined.toString();
    }

    private static String letters(String text, int at) {
        if (text.charAt(at) == LAM && at + 1 < text.length() && isAlef(text.charAt(at + 1))) {
            return text.substring(at, at + 2);
        }
        return text.substring(at, at + 1);
    }

    /// Whether the next letter takes a stroke from the one before it.
    private static boolean joinsPrevious(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isTransparent(c)) {
                Forms forms = FORMS.get(letters(text, i));
                return c == TATWEEL || c == ZERO_WIDTH_JOINER || (forms != null && forms.last() != 0);
            }
        }
        return false;
    }

    private static boolean isTransparent(char c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
