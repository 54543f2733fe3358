package dev.atrium.jobs.store;

import dev.atrium.platform.identity.TenantId;
import java.util.regex.Pattern;

/// Where an object lies in the bucket, or several objects. Every key begins with its tenant (GW-8).
///
/// @param path below the tenant, of characters that every S3 server takes
public record ObjectKey(TenantId tenant, String path) {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9-]+(/[a-z0-9.-]+)*");

    /// @throws IllegalArgumentException if the path is not segments of lower-case letters, digits, dots and hyphens
    public ObjectKey {
        if (!SYNTAX.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of an object");
        }
    }

    String value() {
        return tenant + "/" + path;
    }

    @Override
    public String toString() {
        return value();
    }
}
