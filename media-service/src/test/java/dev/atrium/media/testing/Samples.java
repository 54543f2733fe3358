package dev.atrium.media.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.function.PDFunctionType4;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShadingType1;

/// Files to upload, made here: real ones and traps.
public final class Samples {

    private Samples() {}

    /// A picture whose left half is red and whose right half is blue.
    ///
    /// @param format as ImageIO names it
    public static byte[] picture(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return bytes(out -> {
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("no writer for " + format);
            }
        });
    }

    public static byte[] png(int width, int height) {
        return picture("png", width, height);
    }

    /// A JPEG whose EXIF data say that it must be turned by 90 degrees clockwise to be seen upright.
    public static byte[] jpegOnItsSide(int width, int height) {
        byte[] jpeg = picture("jpg", width, height);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34, // APP1 and its length
            'E',
            'x',
            'i',
            'f',
            0,
            0, //
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8, // TIFF, big-endian, first directory at 8
            0,
            1, // one entry
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0, // orientation, short, one, value 6
            0,
            0,
            0,
            0 // no further directory
        };
        return bytes(out -> {
            out.write(jpeg, 0, 2);
            out.write(exif);
            out.write(jpeg, 2, jpeg.length - 2);
        });
    }

    /// A progressive JPEG.
    public static byte[] progressiveJpeg(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        return bytes(out -> {
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), parameters);
            } finally {
                writer.dispose();
            }
        });
    }

    /// A JPEG of a few bytes in several scans, whose header claims a size.
    ///
    /// @param progressive otherwise each of its scans has one of the components
    public static byte[] jpegInScansThatClaims(int width, int height, boolean progressive) {
        byte[] jpeg = progressiveJpeg(16, 16);
        int frame = find(jpeg, 0xc2);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        if (progressive) {
            return jpeg;
        }
        jpeg[frame + 1] = (byte) 0xc0;
        int scan = find(jpeg, 0xda);
        return bytes(out -> {
            out.write(jpeg, 0, scan);
            out.write(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0});
            out.write((byte) 0xff);
            out.write((byte) 0xd9);
        });
    }

    /// Where a marker stands.
    private static int find(byte[] jpeg, int marker) {
        int at = 0;
        while (jpeg[at] != (byte) 0xff || jpeg[at + 1] != (byte) marker) {
            at++;
        }
        return at;
    }

    /// A PNG of a few bytes whose header claims a size.
    public static byte[] pngThatClaims(int width, int height) {
        return bytes(out -> {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            byte[] header = bytes(chunk -> {
                chunk.write("IHDR".getBytes(StandardCharsets.US_ASCII));
                chunk.writeInt(width);
                chunk.writeInt(height);
                chunk.write(new byte[] {8, 2, 0, 0, 0});
            });
            chunk(out, header);
            chunk(out, "IDAT".getBytes(StandardCharsets.US_ASCII));
            chunk(out, "IEND".getBytes(StandardCharsets.US_ASCII));
        });
    }

    /// A WebP of one pixel.
    public static byte[] webp() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /// A PDF with one page for each of the texts.
    public static byte[] pdf(List<String> pages) {
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                page(document, text);
            }
            return bytes(document::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A PDF whose text is read at once, but each pixel of its page takes long.
    public static byte[] pdfThatIsDrawnForEver(String text) {
        try (PDDocument document = new PDDocument()) {
            page(document, text);
            COSStream function = document.getDocument().createCOSStream();
            function.setInt(COSName.FUNCTION_TYPE, 4);
            function.setItem(COSName.DOMAIN, numbers(0, 1_000, 0, 1_000));
            function.setItem(COSName.RANGE, numbers(0, 1, 0, 1, 0, 1));
            try (OutputStream out = function.createOutputStream(COSName.FLATE_DECODE)) {
                out.write(utf8("{ " + "dup pop ".repeat(100_000) + "pop pop 0 0 0 }"));
            }
            PDShadingType1 shading = new PDShadingType1(new COSDictionary());
            shading.setShadingType(PDShading.SHADING_TYPE1);
            shading.setColorSpace(PDDeviceRGB.INSTANCE);
            shading.setDomain(numbers(0, 1_000, 0, 1_000));
            shading.setFunction(new PDFunctionType4(function));
            try (PDPageContentStream content =
                    new PDPageContentStream(document, document.getPage(0), AppendMode.APPEND, true, true)) {
                content.shadingFill(shading);
            }
            return bytes(document::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static COSArray numbers(int... values) {
        COSArray numbers = new COSArray();
        IntStream.of(values).forEach(value -> numbers.add(COSInteger.get(value)));
        return numbers;
    }

    public static byte[] protectedPdf(String text) {
        try (PDDocument document = new PDDocument()) {
            page(document, text);
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            return bytes(document::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins as a PDF does and goes on as none does.
    public static byte[] garbagePdf() {
        return "%PDF-1.7\n\u0001\u0002 1 0 obj << /Type /Nonsense".repeat(50).getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] zip() {
        return bytes(out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.putNextEntry(new ZipEntry("inside.txt"));
            zip.write(new byte[1000]);
            zip.closeEntry();
            zip.finish();
        });
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void page(PDDocument document, String text) throws IOException {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 24);
            content.newLineAtOffset(72, 700);
            content.showText(text);
            content.endText();
        }
    }

    private static void chunk(DataOutputStream out, byte[] typeAndData) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        out.writeInt(typeAndData.length - 4);
        out.write(typeAndData);
        out.writeInt((int) crc.getValue());
    }
}
