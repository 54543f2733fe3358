package dev.atrium.gateway.policy;

/// How large a request's body may be.
public enum BodyLimit {
    /// Documents for the gateway itself.
    SMALL(64 << 10),
    /// A value of the key-value cache (GW-10).
    VALUE(256 << 10),
    /// What a source of webhooks delivers (GW-9).
    WEBHOOK(256 << 10),
    /// Documents for the services.
    DOCUMENT(1 << 20),
    /// Files; the bound is configured, because it depends on the machine.
    UPLOAD(Long.MAX_VALUE);

    private final long bytes;

    BodyLimit(long bytes) {
        this.bytes = bytes;
    }

    /// @param uploadBytes the configured bound for files
    public long bytes(long uploadBytes) {
        return Math.min(bytes, uploadBytes);
    }
}
