package dev.atrium.search.embed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/// Puts into a directory of ours what native code wants as files. Left to itself, ONNX Runtime unpacks its libraries
/// into a new temporary directory at each start, and a killed process leaves them there: 21 MB each time.
final class Unpacking {

    private static final String RUNTIME_PATH = "onnxruntime.native.path";
    private static final List<String> RUNTIME_LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private Unpacking() {}

    /// Opens a resource of the class path.
    static InputStream resource(String name) throws FileNotFoundException {
        InputStream stream = Unpacking.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }

    /// Replaces the file as a whole, so that a start which was killed leaves no half of it.
    ///
    /// @return the file, with the resource's last name
    static Path unpack(String resource, Path directory) throws IOException {
        Path file = Files.createDirectories(directory).resolve(resource.substring(resource.lastIndexOf('/') + 1));
        Path partial = directory.resolve(file.getFileName() + ".partial");
        try (InputStream content = resource(resource)) {
            Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Unpacks ONNX Runtime's libraries, where there are some for this platform, and lets it find them. Where there are
    /// none, its own attempt to load them says so.
    static void unpackRuntime(Path directory) throws IOException {
        List<String> resources = RUNTIME_LIBRARIES.stream()
                .map(library -> "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library))
                .toList();
        if (resources.stream().allMatch(resource -> Unpacking.class.getResource(resource) != null)) {
            for (String resource : resources) {
                unpack(resource, directory);
            }
            System.setProperty(RUNTIME_PATH, directory.toString());
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "osx" : system.startsWith("windows") ? "win" : "linux";
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name + "-" + (processor.equals("aarch64") ? processor : "x64");
    }
}
