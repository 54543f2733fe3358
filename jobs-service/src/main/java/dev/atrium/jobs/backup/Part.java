package dev.atrium.jobs.backup;

/// A line of the manifest: an entry of the archive.
///
/// @param sha256 of its content, in hexadecimal digits
/// @param items how many events are in it; 1 for what is no list
public record Part(String name, long sizeBytes, String sha256, long items) {}
