package dev.atrium.room.chat;

/// Somebody's reaction to a message.
public record Reaction(String emoji, String subject) {}
