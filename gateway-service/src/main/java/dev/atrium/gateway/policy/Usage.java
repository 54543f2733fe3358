package dev.atrium.gateway.policy;

/// What limits count (GW-6): every route says what a request to it uses.
public enum Usage {
    /// Any request.
    REQUESTS,
    /// Messages and what is done to them.
    MESSAGES,
    /// Requests that change a room's objects.
    OPERATIONS,
    /// New rooms.
    ROOMS,
    /// New API keys.
    KEYS,
    /// Sockets that are opened.
    SOCKETS,
    /// Bytes of uploads.
    UPLOADED_BYTES
}
