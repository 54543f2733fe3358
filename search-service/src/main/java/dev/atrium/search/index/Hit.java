package dev.atrium.search.index;

/// A passage that one leg of a search found.
///
/// @param source key of the passage's [Source]
/// @param place where the passage stands in the view that found it
/// @param score higher is better; comparable within one leg of one search only. Of the vector leg it is the cosine
public record Hit(String source, int place, double score) {}
