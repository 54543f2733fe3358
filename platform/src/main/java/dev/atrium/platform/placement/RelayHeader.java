package dev.atrium.platform.placement;

/// By which the owner of a room tells the gateway where a socket that it has no seat for can watch the room. Clients
/// never see it.
public final class RelayHeader {

    /// Its value is the address of a handshake at another node of room-service, without a query.
    public static final String NAME = "Atrium-Relay";

    private RelayHeader() {}
}
