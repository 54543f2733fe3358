package dev.atrium.search.index;

import dev.atrium.search.embed.Vector;
import org.jspecify.annotations.Nullable;

/// A piece of a source: what keywords and vectors are compared with.
///
/// @param text as shown in snippets; empty where only the title can be found
/// @param vector null if the text could not be embedded; it is found by its words then
public record Passage(String text, @Nullable Vector vector) {}
