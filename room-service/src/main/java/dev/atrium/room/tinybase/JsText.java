package dev.atrium.room.tinybase;

import java.math.BigDecimal;

/// Values as JavaScript's `JSON.stringify` writes them, to the character: hashes are made of these texts.
final class JsText {

    /// Below this, as an integer, a double has no fraction and few enough digits to be printed as it is.
    private static final double PLAIN_INTEGERS = 1e15;

    /// Below this a double may be told by one digit, where Java always gives two.
    private static final double ONE_DIGIT = 1e-300;

    private static final String HEX = "0123456789abcdef";

    private JsText() {}

    /// @param number finite
    static String number(double number) {
        if (number == (long) number && Math.abs(number) < PLAIN_INTEGERS) {
            return Long.toString((long) number);
        }
        StringBuilder text = new StringBuilder(26);
        if (number < 0) {
            text.append('-');
        }
        // Java finds the right digits, in its own notation: digits × 10^exponent.
        BigDecimal decimal = shortest(Math.abs(number)).stripTrailingZeros();
        String digits = decimal.unscaledValue().toString();
        // Where the point is, counted from before the first digit.
        int point = digits.length() - decimal.scale();
        if (point > 21 || point < -5) {
            text.append(digits.charAt(0));
            if (digits.length() > 1) {
                text.append('.').append(digits, 1, digits.length());
            }
            text.append(point > 0 ? "e+" : "e-").append(Math.abs(point - 1));
        } else if (point <= 0) {
            text.append("0.").repeat('0', -point).append(digits);
        } else if (point >= digits.length()) {
            text.append(digits).repeat('0', point - digits.length());
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
        return text.toString();
    }

    static String string(String value) {
        if (isPlain(value)) {
            return "\"" + value + "\"";
        }
        StringBuilder text = new StringBuilder(value.length() + 16);
        appendString(text, value);
        return text.toString();
    }

    static void appendString(StringBuilder text, String value) {
        text.append('"');
        if (isPlain(value)) {
            text.append(value);
        } else {
            appendEscaped(text, value);
        }
        text.append('"');
    }

    /// How many bytes of UTF-8 a text has as [#string] writes it, its quotes aside.
    static int size(String value) {
        int size = value.length();
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\') {
                size += "\"\\\b\f\n\r\t".indexOf(unit) < 0 ? 5 : 1;
            } else if (unit >= 0x80) {
                size += sizeBeyondAscii(value, i) - 1;
            }
        }
        return size;
    }

    private static int sizeBeyondAscii(String value, int index) {
        char unit = value.charAt(index);
        if (Character.isSurrogate(unit)) {
            // Each half of a pair counts two, and a half alone is escaped.
            return Utf8.isInPair(value, index) ? 2 : 6;
        }
        return unit < 0x800 ? 2 : 3;
    }

    private static BigDecimal shortest(double positive) {
        BigDecimal twoDigits = new BigDecimal(Double.toString(positive));
        if (positive >= ONE_DIGIT || twoDigits.precision() > 2) {
            return twoDigits;
        }
        BigDecimal oneDigit = twoDigits.round(new java.math.MathContext(1));
        return oneDigit.doubleValue() == positive ? oneDigit : twoDigits;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) {
                return false;
            }
        }
        return true;
    }

    private static void appendEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (isPair(value, i)) {
                        i++;
                        text.append(unit).append(value.charAt(i));
                    } else if (unit < ' ' || Character.isSurrogate(unit)) {
                        appendHex(text, unit);
                    } else {
                        text.append(unit);
                    }
                }
            }
        }
    }

    private static boolean isPair(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                && index + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(index + 1));
    }

    private static void appendHex(StringBuilder text, char unit) {
        text.append("\\u")
                .append(HEX.charAt(unit >> 12))
                .append(HEX.charAt(unit >> 8 & 15))
                .append(HEX.charAt(unit >> 4 & 15))
                .append(HEX.charAt(unit & 15));
    }
}
