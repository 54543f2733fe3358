package dev.atrium.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the native programs are unpacked: once per version, also when several stacks start at the same time.
final class Programs {

    private final Path directory;

    private Programs(Path directory) {
        this.directory = directory;
    }

    /// @param wanted where to unpack; empty: beside the jars of this program, or in the data directory if that is
    /// read-only
    static Programs in(Optional<Path> wanted, DataDirectory data) throws IOException {
        Path directory = wanted.orElseGet(() -> besideTheJars("programs"));
        Path usable = canCreate(directory) ? directory : data.root().resolve("programs");
        return new Programs(Files.createDirectories(usable).toRealPath());
    }

    /// What fills a new, empty directory with a program.
    interface Unpacking {
        void into(Path directory) throws IOException, InterruptedException;
    }

    Path directory() {
        return directory;
    }

    /// @param name program and version; the name of its directory
    /// @return the directory with the complete program
    Path unpacked(String name, Unpacking unpacking) throws IOException, InterruptedException {
        Path complete = directory.resolve(name);
        if (!Files.exists(complete)) {
            Path fresh = Files.createTempDirectory(directory, name + ".");
            try {
                unpacking.into(fresh);
                publish(fresh, complete);
            } finally {
                deleteTree(fresh);
            }
        }
        return complete;
    }

    /// A file of the directory that also holds the directory of this program's jars.
    static Path besideTheJars(String name) {
        try {
            Path self = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path jars = Files.isDirectory(self) ? self : Objects.requireNonNull(self.getParent());
            return jars.resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the program is installed", e);
        }
    }

    /// Feeds a tar stream to the system's tar, which keeps links and permissions.
    ///
    /// @param strip how many leading directories of each name to leave out
    static void untar(InputStream tar, Path directory, int strip) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "tar", "-x", "-f", "-", "-C", directory.toString(), "--strip-components=" + strip)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream sink = process.getOutputStream()) {
            tar.transferTo(sink);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        if (process.waitFor() != 0) {
            throw new IOException("tar could not unpack into " + directory + " (disk full?)");
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (Stream<Path> below = Files.walk(root)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void publish(Path fresh, Path complete) throws IOException {
        try {
            Files.move(fresh, complete, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.notExists(complete)) {
                throw e;
            } // else another stack was faster, with the same content
        }
    }

    private static boolean canCreate(Path directory) {
        @Nullable Path existing = directory;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing);
    }
}
