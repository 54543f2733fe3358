package dev.atrium.room.live;

/// What only one member must hear.
public record Told(Member to, LiveFrame frame) {}
