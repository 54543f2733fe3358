package dev.atrium.media.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/// What lies in the service's own directories.
public final class SpoolDirectory {

    private SpoolDirectory() {}

    public static List<Path> uploads() {
        return list("atrium.media.spool.directory");
    }

    public static List<Path> derivations() {
        return list("atrium.media.derive.directory");
    }

    private static List<Path> list(String property) {
        try (Stream<Path> entries =
                Files.list(Path.of(ConfigProvider.getConfig().getValue(property, String.class)))) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
