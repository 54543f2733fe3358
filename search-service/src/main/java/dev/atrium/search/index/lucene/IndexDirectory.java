package dev.atrium.search.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jboss.logging.Logger;

/// The directory of an index before it is opened. What cannot be gone on with goes, because everything in it can
/// be read again from the topics: what has another format at once, what is damaged is kept aside for some days, for
/// who wants to know what has happened. Not for longer, as all that was deleted since stands in it.
final class IndexDirectory {

    /// In the user data of each commit: which program and model wrote it.
    static final String FORMAT = "format";

    private static final Duration KEPT = Duration.ofDays(3);

    private static final Logger LOG = Logger.getLogger(IndexDirectory.class);

    private IndexDirectory() {}

    /// Leaves at `path` an intact index of the given format, or none.
    ///
    /// @throws IOException if the directory cannot be read, or another process has it open
    static void prepare(Path path, String format) throws IOException {
        Files.createDirectories(path);
        switch (state(path, format)) {
            case GOOD -> {}
            case DAMAGED -> {
                Path aside = aside(path);
                delete(aside);
                Files.move(path, aside);
                Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
                Files.createDirectories(path);
                LOG.errorf("the index is damaged; it is kept in %s, and built anew from the topics", aside);
            }
            case OTHER -> {
                delete(path);
                Files.createDirectories(path);
                LOG.warnf("the index has not the format '%s'; it is built anew from the topics", format);
            }
        }
    }

    /// Deletes a damaged index that was kept for long enough.
    ///
    /// @throws IOException if that is not possible
    static void forgetDamaged(Path path) throws IOException {
        Path aside = aside(path);
        if (!Files.exists(aside)) {
            return;
        }
        FileTime since = Files.getLastModifiedTime(aside);
        if (since.toInstant().isBefore(Instant.now().minus(KEPT))) {
            try {
                delete(aside);
            } finally {
                if (Files.exists(aside)) {
                    // What is left of it is not newer.
                    Files.setLastModifiedTime(aside, since);
                }
            }
        }
    }

    private static Path aside(Path path) {
        return path.resolveSibling(path.getFileName() + ".broken");
    }

    private enum State {
        /// None at all is good, too.
        GOOD,
        DAMAGED,
        /// Written by another program or model.
        OTHER
    }

    private static State state(Path path, String format) throws IOException {
        try (Directory directory = FSDirectory.open(path)) {
            if (!DirectoryReader.indexExists(directory)) {
                return State.GOOD;
            }
            if (!intact(directory)) {
                return State.DAMAGED;
            }
            String found = SegmentInfos.readLatestCommit(directory).userData.get(FORMAT);
            return format.equals(found) ? State.GOOD : State.OTHER;
        }
    }

    /// Compares the checksum of every file: at start is the one moment when nobody waits for it.
    private static boolean intact(Directory directory) throws IOException {
        try (CheckIndex check = new CheckIndex(directory)) {
            check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS);
            return check.checkIndex().clean;
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
