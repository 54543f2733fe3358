package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// The fonts of one document. Each is loaded when the first character comes that those before it lack; only the glyphs
/// that were used are embedded.
final class PdfFonts {

    /// In the order in which they are asked. The first two cover Latin, Greek, Cyrillic, Arabic and Hebrew.
    private static final List<String> FILES =
            List.of("DejaVuSans.ttf", "NotoSansSC-subset.ttf", "NotoSansKR-hangul.ttf", "NotoEmoji-subset.ttf");

    private static final String BOLD = "DejaVuSans-Bold.ttf";
    private static final int REPLACEMENT = 0xfffd;

    private final PDDocument document;
    private final Map<String, Face> faces = new HashMap<>();
    private final Map<Integer, Glyph> regular = new HashMap<>();
    private final Map<Integer, Glyph> bold = new HashMap<>();

    PdfFonts(PDDocument document) {
        this.document = document;
    }

    private record Face(PDFont font, TrueTypeFont parsed, CmapLookup cmap) {}

    /// How a character is shown.
    ///
    /// @param codePoint perhaps another one, where no font has it
    /// @param width in thousandths of the font's size
    record Glyph(int codePoint, PDFont font, float width) {}

    /// @throws IOException if a font cannot be read
    Glyph glyph(int codePoint, boolean isBold) throws IOException {
        Map<Integer, Glyph> known = isBold ? bold : regular;
        Glyph glyph = known.get(codePoint);
        if (glyph == null) {
            glyph = find(codePoint, isBold);
            known.put(codePoint, glyph);
        }
        return glyph;
    }

    private Glyph find(int codePoint, boolean isBold) throws IOException {
        List<String> files = new ArrayList<>(FILES);
        if (isBold) {
            files.addFirst(BOLD);
        }
        for (String file : files) {
            Face face = face(file);
            int glyph = face.cmap().getGlyphId(codePoint);
            if (glyph != 0) {
                float scale = 1000f / face.parsed().getUnitsPerEm();
                return new Glyph(codePoint, face.font(), face.parsed().getAdvanceWidth(glyph) * scale);
            }
        }
        if (codePoint == REPLACEMENT) {
            throw new IOException("the fonts have no replacement character");
        }
        return glyph(REPLACEMENT, isBold);
    }

    private Face face(String file) throws IOException {
        Face face = faces.get(file);
        if (face == null) {
            face = load(file);
            faces.put(file, face);
        }
        return face;
    }

    private Face load(String file) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(PdfFonts.class.getResourceAsStream("/fonts/" + file), file)) {
            TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
            // Ligatures would keep the text from being found.
            parsed.setEnableGsub(false);
            return new Face(PDType0Font.load(document, parsed, true), parsed, parsed.getUnicodeCmapLookup());
        }
    }
}
