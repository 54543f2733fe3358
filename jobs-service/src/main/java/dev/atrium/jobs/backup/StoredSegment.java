package dev.atrium.jobs.backup;

/// A piece of an archive in the object store.
///
/// @param object its name below the backup's folder
/// @param start where it begins in the archive
record StoredSegment(String object, long start, long sizeBytes) {

    long end() {
        return start + sizeBytes;
    }
}
