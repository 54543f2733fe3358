package dev.atrium.room.chat;

/// The client ids of what happened in a room before it was loaded.
public record PastIds(SentIds messages, SentIds operations) {}
