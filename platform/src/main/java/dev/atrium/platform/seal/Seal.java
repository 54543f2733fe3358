package dev.atrium.platform.seal;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Seals texts with AES-256-GCM. The keys are in a file outside of the database ([KeyFile]): `gateway-data.key`,
/// `jobs-data.key`. The first seals, each of them opens.
@ApplicationScoped
public class Seal {

    private static final Logger LOG = Logger.getLogger(Seal.class);
    private static final String FILE = "-data.key";
    private static final String SERVICE = "-service";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys;

    @Inject
    Seal(
            @ConfigProperty(name = "atrium.keys") Path directory,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this(read(directory.resolve(application.replace(SERVICE, "") + FILE)));
    }

    Seal(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /// Seals a text.
    ///
    /// @param place where it will be stored; only there it can be opened
    /// @throws ProblemException `unavailable` if there is no key
    public String close(String text, String place) {
        if (keys.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "This installation has no key with which secrets can be stored.");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, place).doFinal(bytes(text));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /// Opens what was sealed for this place.
    ///
    /// @return empty if none of the keys opens it: the key file is not that of this database, or lacks a
    ///     key that others have
    public Optional<String> open(String sealed, String place) {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, place)
                        .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
                return Optional.of(new String(text, StandardCharsets.UTF_8));
            } catch (GeneralSecurityException _) {
                // Sealed with another of the keys.
            }
        }
        return Optional.empty();
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(place));
        return cipher;
    }

    private static List<SecretKeySpec> read(Path file) {
        List<byte[]> keys = KeyFile.read(file);
        if (keys.isEmpty()) {
            LOG.warnf("%s has no key: secrets of others can be neither stored nor read", file);
        }
        return keys.stream().map(key -> new SecretKeySpec(key, "AES")).toList();
    }

    static SecretKeySpec key(String hex) {
        return new SecretKeySpec(KeyFile.key(hex), "AES");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
