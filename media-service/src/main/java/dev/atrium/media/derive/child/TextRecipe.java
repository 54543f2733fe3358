package dev.atrium.media.derive.child;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Text files become text in UTF-8, HTML without its markup.
final class TextRecipe {

    /// Enough to find out the encoding, and far more than the longest line.
    private static final int PROBE_BYTES = 1 << 16;

    /// Most bytes of HTML that are parsed.
    private static final int HTML_BYTES = 16 << 20;

    private TextRecipe() {}

    static void plain(WorkDirectory work, Limits limits) throws IOException {
        BoundedText text = new BoundedText(limits.textBytes());
        Charset charset = charset(work.input());
        try (Reader reader = new InputStreamReader(Files.newInputStream(work.input()), charset)) {
            reader.transferTo(text.writer());
        } catch (BoundedText.FullException e) {
            // The rest is left out.
        }
        text.writeTo(work.text());
    }

    static void html(WorkDirectory work, Limits limits) throws IOException {
        BoundedText text = new BoundedText(limits.textBytes());
        try (InputStream bytes = Files.newInputStream(work.input())) {
            text.writer().write(visible(bytes.readNBytes(HTML_BYTES)));
        } catch (BoundedText.FullException e) {
            // The rest is left out.
        }
        text.writeTo(work.text());
    }

    private static String visible(byte[] html) throws IOException {
        Document document = Jsoup.parse(new ByteArrayInputStream(html), null, "");
        String title = document.title();
        return (title.isBlank() ? "" : title + "\n\n") + document.body().text();
    }

    /// What the first bytes allow: a byte order mark, else UTF-8, else the encoding of old Windows files, which allows
    /// everything.
    private static Charset charset(Path file) throws IOException {
        byte[] start;
        try (InputStream bytes = Files.newInputStream(file)) {
            start = bytes.readNBytes(PROBE_BYTES);
        }
        if (startsWith(start, 0xfe, 0xff) || startsWith(start, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16;
        }
        return isUtf8(start) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    /// A character that the probe cuts through is no fault.
    private static boolean isUtf8(byte[] bytes) {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), chars, false)
                .isError();
    }
}
