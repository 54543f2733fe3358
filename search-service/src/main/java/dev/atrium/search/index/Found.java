package dev.atrium.search.index;

/// A passage as it is shown.
///
/// @param snippet HTML: `<mark>` around what was looked for, everything else escaped
public record Found(Source source, String snippet) {}
