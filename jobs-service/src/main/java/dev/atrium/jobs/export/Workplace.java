package dev.atrium.jobs.export;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Temporary directories of renderings; what a killed process left is deleted at start.
@ApplicationScoped
class Workplace {

    private static final Logger LOG = Logger.getLogger(Workplace.class);

    private final Path directory;

    Workplace(ExportConfig config) {
        this.directory = config.directory();
    }

    void start(@Observes StartupEvent event) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> left = Files.list(directory)) {
            left.forEach(Workplace::delete);
        }
    }

    Path open() throws IOException {
        return Files.createTempDirectory(directory, "rendering");
    }

    /// With all that is in it.
    static void delete(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warnf(e, "a rendering's directory stays until the next start: %s", tree);
        }
    }
}
