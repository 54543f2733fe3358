package dev.atrium.room.tinybase;

/// FNV-1a with 32 bits over UTF-8, without making the UTF-8. Halves of surrogate pairs count as U+FFFD.
final class Fnv {

    static final int START = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private Fnv() {}

    static int hash(String text) {
        return add(START, text);
    }

    /// The hash of `id + ":" + hash`, the hash as an unsigned decimal.
    static int child(String id, int hash) {
        return addDecimal(add(add(START, id), ':'), hash);
    }

    /// The hash of `text + ":" + time`.
    static int stamped(String text, Hlc time) {
        return add(add(add(START, text), ':'), time);
    }

    /// The hash of the time's text.
    static int hash(Hlc time) {
        return add(START, time);
    }

    private static int add(int hash, String text) {
        int result = hash;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                result = add(result, unit);
            } else if (unit < 0x800) {
                result = addTail(add(result, 0xc0 | unit >> 6), unit, 0);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                int point = Character.toCodePoint(unit, text.charAt(i));
                result = addTail(add(result, 0xf0 | point >> 18), point, 12);
            } else {
                int point = Character.isSurrogate(unit) ? 0xfffd : unit;
                result = addTail(add(result, 0xe0 | point >> 12), point, 6);
            }
        }
        return result;
    }

    private static int add(int hash, Hlc time) {
        int result = hash;
        if (!time.isNone()) {
            for (int i = 0; i < Hlc.LENGTH; i++) {
                result = add(result, time.symbol(i));
            }
        }
        return result;
    }

    /// The continuation bytes of a code point.
    private static int addTail(int hash, int point, int fromBit) {
        int result = hash;
        for (int bit = fromBit; bit >= 0; bit -= 6) {
            result = add(result, 0x80 | ((point >> bit) & 63));
        }
        return result;
    }

    private static int addDecimal(int hash, int number) {
        long unsigned = Integer.toUnsignedLong(number);
        long place = 1;
        while (place * 10 <= unsigned) {
            place *= 10;
        }
        int result = hash;
        for (; place > 0; place /= 10) {
            result = add(result, '0' + (int) (unsigned / place % 10));
        }
        return result;
    }

    private static int add(int hash, int octet) {
        return (hash ^ octet) * PRIME;
    }
}
