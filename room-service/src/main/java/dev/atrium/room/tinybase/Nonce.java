package dev.atrium.room.tinybase;

import java.util.random.RandomGenerator;

/// Makes ids that nobody else makes.
@FunctionalInterface
public interface Nonce {

    /// So many characters of the alphabet of [Hlc].
    String characters(int count);

    static Nonce of(RandomGenerator random) {
        return count -> {
            StringBuilder text = new StringBuilder(count);
            for (int i = 0; i < count; i++) {
                text.append(Hlc.ALPHABET.charAt(random.nextInt(Hlc.ALPHABET.length())));
            }
            return text.toString();
        };
    }

    /// The id of a thing that has no answer.
    default String transaction() {
        return characters(11);
    }

    /// The id of a request within a transaction.
    default String request(String transaction) {
        return transaction + "." + characters(4);
    }
}
