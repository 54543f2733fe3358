package dev.atrium.room.chat;

/// A message that was answered, or of whose answers one has changed.
///
/// @param id of the message
/// @param replies what is left of all its answers
public record Answered(String id, Replies replies) {}
