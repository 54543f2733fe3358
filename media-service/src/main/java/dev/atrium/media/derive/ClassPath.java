package dev.atrium.media.derive;

import dev.atrium.media.derive.child.DeriveProgram;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;

/// The class path of the child: the places from which this JVM has loaded the classes that the child needs, so that it
/// works from a packaged service and from a test alike.
final class ClassPath {

    /// One class of each library that the child uses.
    private static final List<Class<?>> NEEDED = List.of(
            DeriveProgram.class,
            net.coobird.thumbnailator.Thumbnails.class,
            com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi.class,
            com.twelvemonkeys.imageio.ImageReaderBase.class,
            com.twelvemonkeys.imageio.metadata.Directory.class,
            com.twelvemonkeys.lang.Validate.class,
            com.twelvemonkeys.io.LittleEndianDataInputStream.class,
            com.twelvemonkeys.image.ResampleOp.class,
            org.apache.pdfbox.Loader.class,
            org.apache.pdfbox.io.RandomAccessRead.class,
            org.apache.fontbox.FontBoxFont.class,
            org.apache.commons.logging.LogFactory.class,
            org.jboss.logging.Logger.class,
            org.jsoup.Jsoup.class,
            org.jspecify.annotations.NullMarked.class);

    private ClassPath() {}

    /// As the environment variable `CLASSPATH` takes it.
    static String ofChild() {
        return NEEDED.stream()
                .map(ClassPath::origin)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("it is not known where " + type.getName() + " comes from");
        }
        return path(source.getLocation());
    }

    private static Path path(URL location) {
        String text = location.toString();
        String file = text.startsWith("jar:") ? text.substring("jar:".length(), text.indexOf("!/")) : text;
        try {
            return Path.of(new URI(file));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a place for classes: " + location, e);
        }
    }
}
