package dev.atrium.gateway.session;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.seal.KeyFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The keys by which session and refresh tokens are known as ours: `gateway-session.key`, a [KeyFile]
/// that all gateways share. Symmetric, because only gateways make these tokens and only gateways read
/// them.
@ApplicationScoped
class SessionKeys {

    private static final Logger LOG = Logger.getLogger(SessionKeys.class);
    private static final String FILE = "gateway-session.key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_BYTES = 6;

    private final List<Key> keys;

    /// @param id by which a token names the key
    record Key(String id, SecretKey secret) {

        static Key of(byte[] bytes) {
            SecretKeySpec secret = new SecretKeySpec(bytes, ALGORITHM);
            byte[] id = mac(secret, "id".getBytes(StandardCharsets.UTF_8));
            return new Key(HexFormat.of().formatHex(id, 0, ID_BYTES), secret);
        }

        /// HMAC-SHA-256.
        byte[] mac(byte[] text) {
            return mac(secret, text);
        }

        private static byte[] mac(SecretKey key, byte[] text) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                return mac.doFinal(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }

        /// Does not show the secret.
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    @Inject
    SessionKeys(@ConfigProperty(name = "atrium.keys") Path directory) {
        this(KeyFile.read(directory.resolve(FILE)));
        if (keys.isEmpty()) {
            LOG.warnf("%s has no key: nobody can sign in", directory.resolve(FILE));
        }
    }

    SessionKeys(List<byte[]> keys) {
        this.keys = keys.stream().map(Key::of).toList();
    }

    /// The key for what is made new.
    ///
    /// @throws ProblemException `unavailable` if there is none
    Key present() {
        if (keys.isEmpty()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "This installation has no key for sessions.");
        }
        return keys.getFirst();
    }

    /// All keys, the present one first.
    List<Key> all() {
        return keys;
    }

    Optional<Key> named(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
