package dev.atrium.search.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jboss.logging.Logger;

/// The directory of an index before it is opened. What cannot be gone on with is moved aside, because everything in it
/// can be read again from the topics.
final class IndexDirectory {

    /// In the user data of each commit: which program and model wrote it.
    static final String FORMAT = "format";

    private static final Logger LOG = Logger.getLogger(IndexDirectory.class);

    private IndexDirectory() {}

    /// Leaves at `path` an intact index of the given format, or none.
    ///
    /// @throws IOException if the directory cannot be read, or another process has it open
    static void prepare(Path path, String format) throws IOException {
        Files.createDirectories(path);
        Optional<String> fault = fault(path, format);
        if (fault.isPresent()) {
            Path aside = path.resolveSibling(path.getFileName() + ".broken");
            delete(aside);
            Files.move(path, aside);
            Files.createDirectories(path);
            LOG.errorf("the index %s; it is kept in %s and built anew from the topics", fault.get(), aside);
        }
    }

    private static Optional<String> fault(Path path, String format) throws IOException {
        try (Directory directory = FSDirectory.open(path)) {
            if (!DirectoryReader.indexExists(directory)) {
                return Optional.empty();
            }
            if (!intact(directory)) {
                return Optional.of("is damaged");
            }
            String found = SegmentInfos.readLatestCommit(directory).userData.get(FORMAT);
            return format.equals(found)
                    ? Optional.empty()
                    : Optional.of("has the format '" + found + "' instead of '" + format + "'");
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
