package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where an object lies in the bucket. Every key starts with its tenant (GW-8), and the same thing always
/// has the same key, so that a repeated write changes nothing (MD-6).
///
/// @param value the key, of characters that every S3 server takes
/// @param sha256 of the bytes of files, which several files may have; null for what was derived from one
public record ObjectKey(String value, @Nullable String sha256) {

    /// The bytes of files: named by what they are, stored once per tenant.
    ///
    /// @param sha256 64 lower-case hexadecimal digits
    public static ObjectKey content(TenantId tenant, String sha256) {
        return new ObjectKey(tenant + "/" + sha256, sha256);
    }

    /// What was derived from a file.
    ///
    /// @param name for example `thumbnail.png`
    public static ObjectKey derived(TenantId tenant, UUID file, String name) {
        return new ObjectKey(tenant + "/derived/" + file + "/" + name, null);
    }

    @Override
    public String toString() {
        return value;
    }
}
