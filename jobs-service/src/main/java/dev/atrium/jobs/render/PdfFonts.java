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
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.jspecify.annotations.Nullable;

/// The fonts of one document. Each is loaded when the first character comes that those before it lack; only the glyphs
/// that were used are embedded.
final class PdfFonts {

    /// In the order in which they are asked, behind that of the script's own. The first two cover Latin, Greek,
    /// Cyrillic, Arabic and Hebrew.
    private static final List<String> FILES =
            List.of("DejaVuSans.ttf", "NotoSansSC-subset.ttf", "NotoSansKR-hangul.ttf", "NotoEmoji-subset.ttf");

    private static final String BOLD = "DejaVuSans-Bold.ttf";
    private static final int REPLACEMENT = 0xfffd;

    private final PDDocument document;
    private final Map<String, Face> faces = new HashMap<>();
    private final Map<Integer, Glyph> regular = new HashMap<>();
    private final Map<Integer, Glyph> bold = new HashMap<>();
    private final PdfClusters clusters;

    PdfFonts(PDDocument document) {
        this.document = document;
        this.clusters = new PdfClusters(document);
    }

    private record Face(PDFont font, TrueTypeFont parsed, CmapLookup cmap) {

        /// In thousandths of the font's size.
        float width(int codePoint) throws IOException {
            return parsed.getAdvanceWidth(cmap.getGlyphId(codePoint)) * 1000f / parsed.getUnitsPerEm();
        }
    }

    /// How a character is shown.
    ///
    /// @param text what it says: perhaps something else, where no font has it
    /// @param width in thousandths of the font's size
    /// @param drawing what is drawn in place of the letters; null: they are
    /// @param squeeze how much narrower or wider than the drawing the letters would be: for them to have its width
    record Glyph(
            String text, PDFont font, float width, @Nullable PDFormXObject drawing, float squeeze) {}

    /// The text with a character in place of all that must be shaped.
    String shaped(String text) throws IOException {
        return PdfClusters.isNeeded(text) ? clusters.standIns(text) : text;
    }

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
        PdfClusters.Cluster cluster = clusters.cluster(codePoint).orElse(null);
        if (cluster != null) {
            return drawn(cluster);
        }
        List<String> files = new ArrayList<>(FILES);
        String ofScript = PdfClusters.file(codePoint);
        if (ofScript != null) {
            files.addFirst(ofScript);
        }
        if (isBold) {
            files.addFirst(BOLD);
        }
        for (String file : files) {
            Face face = face(file);
            if (face.cmap().getGlyphId(codePoint) != 0) {
                return new Glyph(Character.toString(codePoint), face.font(), face.width(codePoint), null, 1);
            }
        }
        if (codePoint == REPLACEMENT) {
            throw new IOException("the fonts have no replacement character");
        }
        return glyph(REPLACEMENT, isBold);
    }

    private Glyph drawn(PdfClusters.Cluster cluster) throws IOException {
        Face face = face(cluster.file());
        StringBuilder written = new StringBuilder();
        float letters = 0;
        for (int letter : cluster.text().codePoints().toArray()) {
            // A joiner may have no glyph.
            if (face.cmap().getGlyphId(letter) != 0) {
                written.appendCodePoint(letter);
                letters += face.width(letter);
            }
        }
        float squeeze = letters > 0 && cluster.width() > 0 ? cluster.width() / letters : 1;
        return new Glyph(written.toString(), face.font(), cluster.width(), cluster.drawing(), squeeze);
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
