package dev.atrium.room.relay;

import dev.atrium.room.chat.RoomView;

/// What a room's owner said about a spectator before it got its socket.
///
/// @param accessChanges what [Relays#accessChanges] said before the owner was asked: if it says something else later,
///     the owner must be asked again
record Admission(RoomView room, long accessChanges) {}
