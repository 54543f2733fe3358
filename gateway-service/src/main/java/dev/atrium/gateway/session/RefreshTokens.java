package dev.atrium.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// Makes and reads refresh tokens: session, generation, 128 random bits and a code by which a gateway
/// knows its own without looking anything up. So each earlier token of a session is still known as one,
/// however many there were, although only the hashes of the last two are kept.
///
/// What is random in a token follows from the one before and from the key. So a rotation that is
/// repeated because its answer was lost gives the same token once more, although none is kept.
@ApplicationScoped
class RefreshTokens {

    /// What every refresh token begins with, so that people and secret scanners know it.
    static final String PREFIX = "mar_";

    private static final int RANDOM_BYTES = 16;
    private static final int CODE_BYTES = 16;
    private static final int CODED_BYTES = 2 * Long.BYTES + Integer.BYTES + RANDOM_BYTES;

    private final SecureRandom random = new SecureRandom();
    private final SessionKeys keys;

    RefreshTokens(SessionKeys keys) {
        this.keys = keys;
    }

    /// The first token of a session.
    RefreshToken first(UUID session) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return token(keys.present(), session, 0, bytes);
    }

    /// The token that comes behind another.
    RefreshToken after(RefreshToken token) {
        return after(token, keys.present());
    }

    /// The token with the hash that came behind another, if one of the keys made it.
    Optional<RefreshToken> after(RefreshToken token, String hash) {
        return keys.all().stream()
                .map(key -> after(token, key))
                .filter(next -> next.hash().equals(hash))
                .findFirst();
    }

    /// Reads what somebody gives as a refresh token; empty if no gateway has made it.
    Optional<RefreshToken> read(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            return bytes.length == CODED_BYTES + CODE_BYTES && isOurs(bytes)
                    ? Optional.of(token(text, ByteBuffer.wrap(bytes)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isOurs(byte[] bytes) {
        byte[] code = Arrays.copyOfRange(bytes, CODED_BYTES, bytes.length);
        byte[] coded = Arrays.copyOf(bytes, CODED_BYTES);
        return keys.all().stream().anyMatch(key -> MessageDigest.isEqual(code, code(key, coded)));
    }

    private static RefreshToken token(String text, ByteBuffer bytes) {
        return new RefreshToken(text, new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt());
    }

    private static RefreshToken after(RefreshToken token, SessionKeys.Key key) {
        byte[] next = key.mac(("next " + token.text()).getBytes(StandardCharsets.UTF_8));
        return token(key, token.session(), token.generation() + 1, Arrays.copyOf(next, RANDOM_BYTES));
    }

    private static RefreshToken token(SessionKeys.Key key, UUID session, int generation, byte[] random) {
        byte[] coded = ByteBuffer.allocate(CODED_BYTES)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .putInt(generation)
                .put(random)
                .array();
        byte[] all = ByteBuffer.allocate(CODED_BYTES + CODE_BYTES)
                .put(coded)
                .put(code(key, coded))
                .array();
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        return new RefreshToken(text, session, generation);
    }

    private static byte[] code(SessionKeys.Key key, byte[] coded) {
        byte[] text =
                ByteBuffer.allocate(1 + coded.length).put((byte) 'r').put(coded).array();
        return Arrays.copyOf(key.mac(text), CODE_BYTES);
    }
}
