package dev.atrium.gateway.policy;

/// How large a request's body may be. There is one object of each that is named here.
public final class BodyLimit {

    /// Documents for the gateway itself.
    public static final BodyLimit SMALL = new BodyLimit(64 << 10, false);
    /// A value of the key-value cache (GW-10).
    public static final BodyLimit VALUE = new BodyLimit(256 << 10, false);
    /// What a source of webhooks delivers (GW-9).
    public static final BodyLimit WEBHOOK = new BodyLimit(256 << 10, false);
    /// Documents for the services.
    public static final BodyLimit DOCUMENT = new BodyLimit(1 << 20, false);
    /// Files; the bound is configured, because it depends on the machine.
    public static final BodyLimit UPLOAD = new BodyLimit(Long.MAX_VALUE, true);
    /// Archives of backups, which pass through as they come; the bound is configured.
    public static final BodyLimit BACKUP = new BodyLimit(Long.MAX_VALUE, true);

    private final long bytes;
    private final boolean streamed;

    private BodyLimit(long bytes, boolean streamed) {
        this.bytes = bytes;
        this.streamed = streamed;
    }

    /// A limit of so many bytes. What may be larger than a document passes through as it comes.
    public static BodyLimit of(long bytes) {
        return new BodyLimit(bytes, bytes > DOCUMENT.bytes);
    }

    /// What holds everywhere.
    public long bytes() {
        return bytes;
    }

    /// Whether a body is passed on as it comes; all others are read first.
    public boolean isStreamed() {
        return streamed;
    }
}
