package dev.atrium.media.derive.child;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.filters.ImageFilter;
import net.coobird.thumbnailator.filters.Pipeline;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;

/// A picture becomes a thumbnail and, if it is larger than that, a preview: the right way up, and nothing but pixels.
/// It is decoded once.
final class PictureRecipe {

    /// The longer side of a thumbnail, in pixels; smaller pictures keep their size.
    static final int SIDE = 320;

    /// The longer side of a preview, in pixels; smaller pictures keep their size.
    private static final int PREVIEW_SIDE = 1_600;

    private static final double PREVIEW_QUALITY = 0.85;

    /// Most pixels that are decoded; of a larger picture only each second (third, ...) of each second line. These are
    /// more than a preview has, and few enough to be in memory twice, as they are while they are scaled.
    private static final long DECODED_PIXELS = 12 << 20;

    /// What libjpeg may keep of a picture that is stored in several scans, as progressive ones are: all of its
    /// coefficients, however few pixels are wanted, and outside of the heap. 25 million pixels with colours at
    /// half the resolution, as is usual; half of that with all of them.
    private static final long COEFFICIENT_BYTES = 6 * DECODED_PIXELS;

    /// Of each sample.
    private static final int BYTES = 2;

    /// More samples than any picture has for one pixel.
    private static final int SAMPLES_MOST = 4;

    private static final List<Integer> FRAMES = List.of(JPEG.SOF0, JPEG.SOF1, JPEG.SOF2);
    private static final Map<Integer, List<String>> HEADERS = Stream.concat(FRAMES.stream(), Stream.of(JPEG.SOS))
            .collect(Collectors.toMap(Function.identity(), _ -> JPEGSegmentUtil.ALL_IDS));

    private PictureRecipe() {}

    static void derive(WorkDirectory work, Limits limits) throws RefusedException {
        try (ImageInputStream stream =
                ImageIO.createImageInputStream(work.input().toFile())) {
            ImageFilter upright = upright(stream);
            BufferedImage large = upright.apply(fitting(decoded(stream, limits), PREVIEW_SIDE));
            if (!fits(large, SIDE)) {
                Thumbnails.of(onWhite(large))
                        .scale(1)
                        .outputQuality(PREVIEW_QUALITY)
                        .toFile(work.preview().toFile());
            }
            ImageIO.write(fitting(large, SIDE), "png", work.thumbnail().toFile());
        } catch (IOException | RuntimeException e) {
            // Readers of damaged pictures end in exceptions of every kind.
            throw new RefusedException(Refusal.UNREADABLE_PICTURE, e);
        }
    }

    private static BufferedImage decoded(ImageInputStream stream, Limits limits) throws IOException, RefusedException {
        double keptOfEachPixel = coefficientBytes(stream);
        stream.seek(0);
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new RefusedException(Refusal.UNREADABLE_PICTURE);
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(stream, true, true);
            // By the header, before anything is decoded.
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > limits.pixels()) {
                throw new RefusedException(Refusal.TOO_MANY_PIXELS);
            }
            if (keptOfEachPixel * pixels > COEFFICIENT_BYTES) {
                throw new RefusedException(Refusal.TOO_MANY_PIXELS_IN_SCANS);
            }
            int step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS));
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } finally {
            reader.dispose();
        }
    }

    /// What libjpeg keeps of each pixel beside the lines that it decodes, in bytes; 0 for one scan, and for what is no
    /// JPEG.
    private static double coefficientBytes(ImageInputStream stream) throws IOException {
        stream.seek(0);
        if (stream.readUnsignedShort() != JPEG.SOI) {
            return 0;
        }
        stream.seek(0);
        try {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(stream, HEADERS);
            JPEGSegment frame = segments.getFirst();
            byte[] header = frame.segmentData().readAllBytes();
            int components = header[5];
            int inScan = segments.get(1).segmentData().read();
            boolean severalScans = frame.marker() == JPEG.SOF2 || inScan < components;
            return severalScans ? BYTES * samples(header, components) : 0;
        } catch (IOException | RuntimeException e) {
            // Headers that libjpeg may yet understand.
            return BYTES * SAMPLES_MOST;
        }
    }

    /// How many samples a pixel has.
    ///
    /// @param header of the frame: behind 6 bytes, of each component an identifier, how finely it is sampled across
    ///     and down, and a table
    private static double samples(byte[] header, int components) {
        double all = 0;
        int across = 1;
        int down = 1;
        for (int i = 0; i < components; i++) {
            int sampling = header[7 + 3 * i];
            across = Math.max(across, sampling >> 4);
            down = Math.max(down, sampling & 15);
            all += (sampling >> 4) * (sampling & 15);
        }
        return all / (across * down);
    }

    /// How the picture is to be turned, by its EXIF data; not at all if it has none that can be read.
    private static ImageFilter upright(ImageInputStream stream) {
        try {
            List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(stream, JPEG.APP1, "Exif");
            return exif.isEmpty()
                    ? new Pipeline()
                    : ExifFilterUtils.getFilterForOrientation(ExifUtils.getOrientationFromExif(
                            exif.getFirst().segmentData().readAllBytes()));
        } catch (IOException | RuntimeException e) {
            // No JPEG, or damaged data: whether it can be seen is another matter.
            return new Pipeline();
        }
    }

    /// A picture whose sides are no longer than that, with colours as screens show them.
    private static BufferedImage fitting(BufferedImage picture, int side) throws IOException {
        Thumbnails.Builder<BufferedImage> builder = Thumbnails.of(picture)
                .imageType(hasAlpha(picture) ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        return (fits(picture, side) ? builder.scale(1) : builder.size(side, side)).asBufferedImage();
    }

    private static boolean fits(BufferedImage picture, int side) {
        return picture.getWidth() <= side && picture.getHeight() <= side;
    }

    private static boolean hasAlpha(BufferedImage picture) {
        return picture.getColorModel().hasAlpha();
    }

    /// A JPEG has no transparency.
    private static BufferedImage onWhite(BufferedImage picture) {
        if (!hasAlpha(picture)) {
            return picture;
        }
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }
}
