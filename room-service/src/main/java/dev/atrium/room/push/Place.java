package dev.atrium.room.push;

/// Where a message goes: others' rooms of the same id are others.
///
/// @param tenant may be none that there can be
record Place(String tenant, String room) {}
