package dev.atrium.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The directory that holds all of one stack's data, keys, logs and run-time files; at most one stack uses it at a
/// time.
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Creates what is missing, for its owner only, and takes the directory's lock, which ends with the process,
    /// however that ends.
    ///
    /// @throws IllegalStateException when another stack uses the directory
    public static DataDirectory open(Path path) throws IOException {
        Path root = privately(path.toAbsolutePath()).toRealPath();
        Files.createDirectories(root.resolve("logs"));
        Files.createDirectories(root.resolve("run"));
        Files.createDirectories(root.resolve("keys"));
        FileChannel channel = FileChannel.open(
                root.resolve("run/local-stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock taken = channel.tryLock();
        if (taken == null) {
            channel.close();
            throw new IllegalStateException("a stack is already running on " + root);
        }
        return new DataDirectory(root, channel);
    }

    Path root() {
        return root;
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path run() {
        return root.resolve("run");
    }

    /// The log of one part; what an earlier start wrote is kept once, as `.1`.
    Path freshLog(String name) throws IOException {
        Path log = root.resolve("logs").resolve(name + ".log");
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    /// A directory below the root, created if missing, that only its owner may enter.
    Path privateDirectory(String name) throws IOException {
        return privately(root.resolve(name));
    }

    /// Writes a file that only its owner may read, so that a reader sees all of it or nothing.
    static void writePrivately(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static Path privately(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        return directory;
    }
}
