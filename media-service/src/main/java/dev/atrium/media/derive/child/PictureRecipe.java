package dev.atrium.media.derive.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;

/// A picture becomes a thumbnail, the right way up.
final class PictureRecipe {

    /// The longer side of a thumbnail, in pixels; smaller pictures keep their size.
    static final int SIDE = 320;

    private record Size(int width, int height) {

        long pixels() {
            return (long) width * height;
        }

        boolean fits() {
            return width <= SIDE && height <= SIDE;
        }
    }

    private PictureRecipe() {}

    static void thumbnail(Path input, Path thumbnail, Limits limits) throws RefusedException {
        Size size = declaredSize(input);
        if (size.pixels() > limits.pixels()) {
            throw new RefusedException(Refusal.TOO_MANY_PIXELS);
        }
        try {
            Thumbnails.Builder<?> builder = Thumbnails.of(input.toFile()).outputFormat("png");
            (size.fits() ? builder.scale(1) : builder.size(SIDE, SIDE)).toFile(thumbnail.toFile());
        } catch (IOException | RuntimeException e) {
            // Readers of damaged pictures end in exceptions of every kind.
            throw new RefusedException(Refusal.UNREADABLE_PICTURE, e);
        }
    }

    /// Reads the header only.
    private static Size declaredSize(Path input) throws RefusedException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(input.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new RefusedException(Refusal.UNREADABLE_PICTURE);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return new Size(reader.getWidth(0), reader.getHeight(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(Refusal.UNREADABLE_PICTURE, e);
        }
    }
}
