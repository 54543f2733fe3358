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
    UPLOAD(Long.MAX_VALUE),
    /// Archives of backups, which pass through as they come; the bound is configured.
    BACKUP(Long.MAX_VALUE);

    private final long bytes;

    BodyLimit(long bytes) {
        this.bytes = bytes;
    }

    /// What holds everywhere.
    public long bytes() {
        return bytes;
    }

    /// Whether it is the installation that says how much it is.
    public boolean isConfigured() {
        return bytes == Long.MAX_VALUE;
    }

    /// Whether a body is passed on as it comes; all others are read first.
    public boolean isStreamed() {
        return this == UPLOAD || this == BACKUP;
    }
}
