package dev.atrium.jobs.notify.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Links in mails by which their readers do something without signing in. Each is signed for one
/// purpose, person and category; the key follows from the service's own signing key, so all nodes have
/// the same.
@ApplicationScoped
public class Links {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_TOKEN = 2_000;

    private final SecretKeySpec key;

    /// What a link is for.
    public enum Purpose {
        UNSUBSCRIBE,
        CONFIRM
    }

    /// What a link says.
    ///
    /// @param category label; null: all, or not about a category
    /// @param email null: not about an address
    /// @param until seconds since the epoch; null: for ever
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Claim(
            Purpose purpose,
            TenantId tenant,
            String subject,
            @Nullable String category,
            @Nullable String email,
            @Nullable Long until) {}

    @Inject
    Links(@ConfigProperty(name = "atrium.keys") Path keys) {
        this(read(keys.resolve("jobs.jwk")));
    }

    Links(byte[] secret) {
        MessageDigest digest = Sha256.digest();
        digest.update("links in mails\n".getBytes(StandardCharsets.UTF_8));
        this.key = new SecretKeySpec(digest.digest(secret), ALGORITHM);
    }

    /// A token that says so; visible ASCII that needs no encoding in a URL.
    String sign(Claim claim) {
        byte[] text = Json.bytes(claim);
        return base64(text) + "." + base64(mac(text));
    }

    /// What a token says; empty if it is not one of ours for this purpose, or is too old.
    Optional<Claim> read(@Nullable String token, Purpose purpose, Instant now) {
        if (token == null || token.length() > MAX_TOKEN || token.indexOf('.') < 0) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            byte[] mac = Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1));
            if (!MessageDigest.isEqual(mac, mac(text))) {
                return Optional.empty();
            }
            Claim claim = Json.read(text, Claim.class);
            boolean isOver = claim.until() != null && now.getEpochSecond() > claim.until();
            return claim.purpose() != purpose || isOver ? Optional.empty() : Optional.of(claim);
        } catch (IllegalArgumentException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the key " + file, e);
        }
    }
}
