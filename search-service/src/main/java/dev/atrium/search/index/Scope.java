package dev.atrium.search.index;

import org.jspecify.annotations.Nullable;

/// Where a search looks: within what may be read, and optionally less.
///
/// @param room only there; null for everywhere
/// @param kind only these; null for all
public record Scope(
        Rights rights, @Nullable String room, @Nullable Kind kind) {}
