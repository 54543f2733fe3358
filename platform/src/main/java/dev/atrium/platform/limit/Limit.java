package dev.atrium.platform.limit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The limits by name: what each counts, and whose it is.
public enum Limit {
    REQUESTS_PER_IP(Usage.REQUESTS, Whose.ADDRESS, LimitsConfig::requestsPerIp),
    REQUESTS_PER_KEY(Usage.REQUESTS, Whose.KEY, LimitsConfig::requestsPerKey),
    REQUESTS_PER_USER(Usage.REQUESTS, Whose.USER, LimitsConfig::requestsPerUser),
    REQUESTS_PER_TENANT(Usage.REQUESTS, Whose.TENANT, LimitsConfig::requestsPerTenant),
    ANONYMOUS_MESSAGES_PER_IP(Usage.MESSAGES, Whose.STRANGER, LimitsConfig::anonymousMessagesPerIp),
    MESSAGES_PER_IP(Usage.MESSAGES, Whose.UNSIGNED, LimitsConfig::messagesPerIp),
    MESSAGES_PER_KEY(Usage.MESSAGES, Whose.KEY, LimitsConfig::messagesPerKey),
    MESSAGES_PER_USER(Usage.MESSAGES, Whose.USER, LimitsConfig::messagesPerUser),
    OPERATIONS_PER_IP(Usage.OPERATIONS, Whose.UNSIGNED, LimitsConfig::operationsPerIp),
    OPERATIONS_PER_KEY(Usage.OPERATIONS, Whose.KEY, LimitsConfig::operationsPerKey),
    OPERATIONS_PER_USER(Usage.OPERATIONS, Whose.USER, LimitsConfig::operationsPerUser),
    FRAMES_PER_IP(Usage.FRAMES, Whose.UNSIGNED, LimitsConfig::framesPerIp),
    FRAMES_PER_KEY(Usage.FRAMES, Whose.KEY, LimitsConfig::framesPerKey),
    FRAMES_PER_USER(Usage.FRAMES, Whose.USER, LimitsConfig::framesPerUser),
    ROOMS_PER_IP(Usage.ROOMS, Whose.ADDRESS, LimitsConfig::roomsPerIp),
    ROOMS_PER_KEY(Usage.ROOMS, Whose.KEY, LimitsConfig::roomsPerKey),
    ROOMS_PER_USER(Usage.ROOMS, Whose.USER, LimitsConfig::roomsPerUser),
    KEYS_PER_IP(Usage.KEYS, Whose.ADDRESS, LimitsConfig::keysPerIp),
    ORGANISATIONS_PER_USER(Usage.ORGANISATIONS, Whose.USER, LimitsConfig::organisationsPerUser),
    INVITATIONS_PER_USER(Usage.INVITATIONS, Whose.USER, LimitsConfig::invitationsPerUser),
    WELCOMES_PER_IP(Usage.WELCOMES, Whose.ADDRESS, LimitsConfig::welcomesPerIp),
    WELCOMES_PER_KEY(Usage.WELCOMES, Whose.KEY, LimitsConfig::welcomesPerKey),
    WELCOMES_PER_USER(Usage.WELCOMES, Whose.USER, LimitsConfig::welcomesPerUser),
    SIGN_INS_PER_IP(Usage.SIGN_INS, Whose.ADDRESS, LimitsConfig::signInsPerIp),
    REFRESHES_PER_IP(Usage.REFRESHES, Whose.ADDRESS, LimitsConfig::refreshesPerIp),
    EXPORTS_PER_IP(Usage.EXPORTS, Whose.ADDRESS, LimitsConfig::exportsPerIp),
    EXPORTS_PER_KEY(Usage.EXPORTS, Whose.KEY, LimitsConfig::exportsPerKey),
    EXPORTS_PER_USER(Usage.EXPORTS, Whose.USER, LimitsConfig::exportsPerUser),
    WORKFLOWS_PER_IP(Usage.WORKFLOWS, Whose.UNSIGNED, LimitsConfig::workflowsPerIp),
    JOBS_PER_IP(Usage.JOBS, Whose.UNSIGNED, LimitsConfig::jobsPerIp),
    JOBS_PER_KEY(Usage.JOBS, Whose.KEY, LimitsConfig::jobsPerKey),
    JOBS_PER_USER(Usage.JOBS, Whose.USER, LimitsConfig::jobsPerUser),
    JOBS_PER_TENANT(Usage.JOBS, Whose.TENANT, LimitsConfig::jobsPerTenant),
    SOCKETS_PER_IP(Usage.SOCKETS, Whose.ADDRESS, LimitsConfig::socketsPerIp),
    SOCKETS_PER_KEY(Usage.SOCKETS, Whose.KEY, LimitsConfig::socketsPerKey),
    SOCKETS_PER_USER(Usage.SOCKETS, Whose.USER, LimitsConfig::socketsPerUser),
    OPEN_SOCKETS_PER_IP(Usage.OPEN_SOCKETS, Whose.ADDRESS, LimitsConfig::openSocketsPerIp),
    OPEN_SOCKETS_PER_KEY(Usage.OPEN_SOCKETS, Whose.KEY, LimitsConfig::openSocketsPerKey),
    OPEN_SOCKETS_PER_USER(Usage.OPEN_SOCKETS, Whose.USER, LimitsConfig::openSocketsPerUser),
    OPEN_SOCKETS_PER_TENANT(Usage.OPEN_SOCKETS, Whose.TENANT, LimitsConfig::openSocketsPerTenant),
    UPLOADED_BYTES_PER_IP(Usage.UPLOADED_BYTES, Whose.ADDRESS, LimitsConfig::uploadedBytesPerIp),
    UPLOADED_BYTES_PER_KEY(Usage.UPLOADED_BYTES, Whose.KEY, LimitsConfig::uploadedBytesPerKey),
    UPLOADED_BYTES_PER_USER(Usage.UPLOADED_BYTES, Whose.USER, LimitsConfig::uploadedBytesPerUser),
    UPLOADED_BYTES_PER_TENANT(Usage.UPLOADED_BYTES, Whose.TENANT, LimitsConfig::uploadedBytesPerTenant),
    DOWNLOADED_BYTES_PER_IP(Usage.DOWNLOADED_BYTES, Whose.ADDRESS, LimitsConfig::downloadedBytesPerIp),
    DOWNLOADED_BYTES_PER_KEY(Usage.DOWNLOADED_BYTES, Whose.KEY, LimitsConfig::downloadedBytesPerKey),
    DOWNLOADED_BYTES_PER_USER(Usage.DOWNLOADED_BYTES, Whose.USER, LimitsConfig::downloadedBytesPerUser),
    DOWNLOADED_BYTES_PER_TENANT(Usage.DOWNLOADED_BYTES, Whose.TENANT, LimitsConfig::downloadedBytesPerTenant),
    WEBHOOK_BYTES_PER_KEY(Usage.WEBHOOK_BYTES, Whose.KEY, LimitsConfig::webhookBytesPerKey),
    WEBHOOK_BYTES_PER_USER(Usage.WEBHOOK_BYTES, Whose.USER, LimitsConfig::webhookBytesPerUser),
    WEBHOOK_BYTES_PER_TENANT(Usage.WEBHOOK_BYTES, Whose.TENANT, LimitsConfig::webhookBytesPerTenant),
    CACHE_BYTES_PER_IP(Usage.CACHE_BYTES, Whose.ADDRESS, LimitsConfig::cacheBytesPerIp),
    CACHE_BYTES_PER_KEY(Usage.CACHE_BYTES, Whose.KEY, LimitsConfig::cacheBytesPerKey),
    CACHE_BYTES_PER_USER(Usage.CACHE_BYTES, Whose.USER, LimitsConfig::cacheBytesPerUser),
    CACHE_BYTES_PER_TENANT(Usage.CACHE_BYTES, Whose.TENANT, LimitsConfig::cacheBytesPerTenant);

    private final Usage usage;
    private final Whose whose;
    private final String policy;
    /// A method of the interface, which keeps nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<LimitsConfig, Quota> configured;

    Limit(Usage usage, Whose whose, Function<LimitsConfig, Quota> configured) {
        this.usage = usage;
        this.whose = whose;
        this.policy = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.configured = configured;
    }

    Usage usage() {
        return usage;
    }

    Whose whose() {
        return whose;
    }

    public Quota configured(LimitsConfig config) {
        return configured.apply(config);
    }

    /// The limit that clients see by this name; empty if there is none.
    public static Optional<Limit> named(String policy) {
        return Arrays.stream(values())
                .filter(limit -> limit.policy.equals(policy))
                .findFirst();
    }

    /// @throws IllegalArgumentException for a quota of another kind: some are of what is held at one
    ///     time, all others of what is used in a time
    public void demandFit(Quota quota) {
        if (!quota.isUnlimited() && quota.isHeld() != usage.isHeld()) {
            String form = usage.isHeld() ? "such as 100, without a time" : "with a time, such as 60/1M";
            throw new IllegalArgumentException("'" + quota + "' does not fit, it takes quotas " + form);
        }
    }

    /// As clients see it, for example `messages-per-key`.
    public String policy() {
        return policy;
    }
}
