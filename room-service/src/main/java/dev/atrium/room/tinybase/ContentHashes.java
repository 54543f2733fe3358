package dev.atrium.room.tinybase;

/// What a whole store's content is compared by. Both are unsigned.
record ContentHashes(int tables, int values) {}
