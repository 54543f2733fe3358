package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Book;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads of a picture what kind it is and how large, and none of its pixels.
final class PictureHeader {

    /// Of a preview, the largest that media-service makes.
    private static final int MAX_PIXELS = 1_600 * 1_600;

    private static final long PNG = 0x89504e470d0a1a0aL;

    /// What comes before the size: length and name of the chunk that a PNG begins with.
    private static final int PNG_BEFORE_SIZE = 8;

    private static final int JPEG = 0xffd8;
    private static final int JPEG_FIRST_FRAME = 0xffc0;
    private static final int JPEG_LAST_FRAME = 0xffc2;

    private PictureHeader() {}

    /// @return empty if it is neither a PNG nor a JPEG, or not as media-service makes them
    static Optional<Book.Picture> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.mark(Long.BYTES);
            if (in.readLong() == PNG) {
                in.skipNBytes(PNG_BEFORE_SIZE);
                int width = in.readInt();
                return picture(file, Book.Picture.Type.PNG, width, in.readInt());
            }
            in.reset();
            return in.readUnsignedShort() == JPEG ? jpeg(file, in) : Optional.empty();
        } catch (EOFException _) {
            return Optional.empty();
        }
    }

    /// The size is in the header of the frame, after segments that we pass over.
    private static Optional<Book.Picture> jpeg(Path file, DataInputStream in) throws IOException {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort();
        while (marker > JPEG_LAST_FRAME && length >= Short.BYTES) {
            in.skipNBytes(length - Short.BYTES);
            marker = in.readUnsignedShort();
            length = in.readUnsignedShort();
        }
        if (marker < JPEG_FIRST_FRAME || marker > JPEG_LAST_FRAME) {
            return Optional.empty();
        }
        in.skipNBytes(1);
        int height = in.readUnsignedShort();
        return picture(file, Book.Picture.Type.JPEG, in.readUnsignedShort(), height);
    }

    private static Optional<Book.Picture> picture(Path file, Book.Picture.Type type, int width, int height) {
        return width < 1 || height < 1 || (long) width * height > MAX_PIXELS
                ? Optional.empty()
                : Optional.of(new Book.Picture(file, type, width, height));
    }
}
