package dev.atrium.platform.limit;

/// What limits count (GW-6): the gateway's table of routes says what a request uses, and frames on
/// sockets use the same.
public enum Usage {
    /// Any request.
    REQUESTS,
    /// Messages and what is done to them.
    MESSAGES,
    /// Durable changes in a room that are no messages: of its objects or its document, drafts, and
    /// markers of what was read. Of one request, frame or message on a socket, however many.
    OPERATIONS,
    /// What is said in rooms for the moment: cursors, typing, presence, locks, playback.
    FRAMES,
    /// New rooms.
    ROOMS,
    /// New API keys.
    KEYS,
    /// New organisations.
    ORGANISATIONS,
    /// Invitations into organisations that are sent, also once more.
    INVITATIONS,
    /// New users, each of whom is welcomed by e-mail at an address that somebody typed.
    WELCOMES,
    /// Attempts to sign in.
    SIGN_INS,
    /// New tokens of sessions.
    REFRESHES,
    /// New exports.
    EXPORTS,
    /// Workflows that are started, exports among them; of those who signed in only plans limit them.
    WORKFLOWS,
    /// Requests that add jobs for workers; however many jobs one has.
    JOBS,
    /// Sockets that are opened.
    SOCKETS,
    /// Sockets that are open at one time.
    OPEN_SOCKETS,
    /// Bytes of uploads.
    UPLOADED_BYTES,
    /// Bytes of downloads: a request to one costs one, and its answer as much as it has.
    DOWNLOADED_BYTES,
    /// Bytes of webhooks that are accepted.
    WEBHOOK_BYTES,
    /// Bytes of values that are put into the cache.
    CACHE_BYTES;

    /// Whether it is given back ([Leases]).
    boolean isHeld() {
        return this == OPEN_SOCKETS;
    }

    /// Whether it is of the bytes that a request carries.
    boolean isBytes() {
        return this == UPLOADED_BYTES || this == WEBHOOK_BYTES || this == CACHE_BYTES;
    }
}
