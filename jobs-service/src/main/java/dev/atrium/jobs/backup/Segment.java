package dev.atrium.jobs.backup;

/// A piece of a backup's bytes, in the object store: what a step gives.
///
/// @param object its name below the backup's folder; ends with the SHA-256 of its bytes
/// @param index name of the object that lists its parts, as lines of JSON
/// @param next where collecting goes on
record Segment(int number, String object, long sizeBytes, String index, Position next) {}
