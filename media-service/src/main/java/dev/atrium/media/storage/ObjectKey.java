package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an object lies in the bucket. Every key starts with its tenant (GW-8), and the same thing always
/// has the same key, so that a repeated write changes nothing (MD-6).
///
/// @param value the key, of characters that every S3 server takes
/// @param sha256 of the bytes of files, which several files may have; null for what was derived from one
public record ObjectKey(String value, @Nullable String sha256) {

    private static final Pattern SYNTAX =
            Pattern.compile("[a-z0-9-]+/(?:([0-9a-f]{64})|derived/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
                    + "/(?:([1-9][0-9]{0,9})/)?[^/]+)");

    /// What a key in the bucket says.
    ///
    /// @return empty if it is none of a file: others use the bucket, too
    static Optional<ObjectKey> parse(String value) {
        Matcher matcher = SYNTAX.matcher(value);
        return matcher.matches() ? Optional.of(new ObjectKey(value, matcher.group(1))) : Optional.empty();
    }

    /// The file from which it was derived; null for the bytes of files.
    @Nullable
    UUID file() {
        Matcher matcher = SYNTAX.matcher(value);
        return matcher.matches() && matcher.group(2) != null ? UUID.fromString(matcher.group(2)) : null;
    }

    /// After how many resets of the file it was derived.
    int resets() {
        Matcher matcher = SYNTAX.matcher(value);
        return matcher.matches() && matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : 0;
    }

    /// The bytes of files: named by what they are, stored once per tenant.
    ///
    /// @param sha256 64 lower-case hexadecimal digits
    public static ObjectKey content(TenantId tenant, String sha256) {
        return new ObjectKey(tenant + "/" + sha256, sha256);
    }

    /// What was derived from a file.
    ///
    /// @param resets how often the file was reset before: a try from before that writes nothing over
    /// @param name for example `thumbnail.png`
    public static ObjectKey derived(TenantId tenant, UUID file, int resets, String name) {
        return new ObjectKey(tenant + "/derived/" + file + "/" + (resets == 0 ? "" : resets + "/") + name, null);
    }

    @Override
    public String toString() {
        return value;
    }
}
