package dev.atrium.room.tinybase;

import java.util.Arrays;
import java.util.Optional;

/// When something was written: a hybrid logical clock's time, ordered like its text. Immutable; 24 bytes.
///
/// The text has 16 characters of 6 bits each: 42 bits of milliseconds since 1970, a counter of 24 bits,
/// and 30 bits that name the clock. [#NONE] is the empty text, and earlier than all others.
public final class Hlc implements Comparable<Hlc> {

    /// The symbols for 0 to 63, in the order of ASCII.
    static final String ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /// Characters of the text.
    static final int LENGTH = 16;

    /// No time at all: what a schema's default carries.
    public static final Hlc NONE = new Hlc(0, 0);

    static final long TIME_MAX = (1L << 42) - 1;
    static final int COUNTER_MAX = (1 << 24) - 1;
    private static final int CLIENT_MASK = (1 << 30) - 1;

    /// What names the clocks of rooms: those of stores have hashes in its place.
    static final int ROOM = CLIENT_MASK;

    private static final int COUNTER_BITS_IN_HIGH = 22;
    private static final byte[] VALUES = values();

    private final long high;
    private final int low;

    private Hlc(long high, int low) {
        this.high = high;
        this.low = low;
    }

    /// @param time milliseconds since 1970, of 42 bits
    /// @param counter of 24 bits
    /// @param client of 30 bits
    static Hlc of(long time, int counter, int client) {
        return new Hlc(time << COUNTER_BITS_IN_HIGH | counter >>> 2, (counter & 3) << 30 | (client & CLIENT_MASK));
    }

    /// @return empty if the text is not one of this kind
    public static Optional<Hlc> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(NONE);
        }
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        int invalid = 0;
        for (int i = 0; i < LENGTH; i++) {
            char symbol = text.charAt(i);
            int value = symbol < VALUES.length ? VALUES[symbol] : -1;
            invalid |= value;
            high = high << 6 | low >>> 30;
            low = (low & CLIENT_MASK) << 6 | (value & 63);
        }
        // 96 bits went through a window of 36 bits; its upper 4 belong to the rest.
        return invalid < 0 ? Optional.empty() : Optional.of(new Hlc(high << 4 | low >>> 32, (int) low));
    }

    /// The 30 bits that name the clock of a store with this id.
    static int client(String uniqueId) {
        return Fnv.hash(uniqueId) & CLIENT_MASK;
    }

    /// Milliseconds since 1970.
    long time() {
        return high >>> COUNTER_BITS_IN_HIGH;
    }

    int counter() {
        return ((int) (high << 2) & COUNTER_MAX) | low >>> 30;
    }

    int client() {
        return low & CLIENT_MASK;
    }

    // Its bits are those of a real time, which only nobody uses: a flag would cost each leaf 8 bytes.
    @SuppressWarnings("ReferenceEquality")
    boolean isNone() {
        return this == NONE;
    }

    boolean isAfter(Hlc other) {
        return compareTo(other) > 0;
    }

    static Hlc latest(Hlc one, Hlc other) {
        return one.isAfter(other) ? one : other;
    }

    /// The character at a place of the text. Not for [#NONE].
    char symbol(int index) {
        int shift = 90 - 6 * index;
        long bits = shift >= 32 ? high >>> (shift - 32) : high << (32 - shift) | (low & 0xffff_ffffL) >>> shift;
        return ALPHABET.charAt((int) bits & 63);
    }

    void appendTo(StringBuilder text) {
        if (!isNone()) {
            for (int i = 0; i < LENGTH; i++) {
                text.append(symbol(i));
            }
        }
    }

    @Override
    public int compareTo(Hlc other) {
        if (isNone() || other.isNone()) {
            return Boolean.compare(other.isNone(), isNone());
        }
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Integer.compareUnsigned(low, other.low) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hlc hlc && compareTo(hlc) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high) * 31 + low;
    }

    /// As it travels.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LENGTH);
        appendTo(text);
        return text.toString();
    }

    private static byte[] values() {
        byte[] values = new byte['z' + 1];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
