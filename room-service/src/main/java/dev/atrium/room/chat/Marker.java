package dev.atrium.room.chat;

/// Up to where somebody has read a room.
///
/// @param readUpTo the highest sequence number
public record Marker(String subject, long readUpTo) {

    /// Of how many people a room's memory has the markers: of those who read last.
    public static final int KEPT = 10_000;
}
