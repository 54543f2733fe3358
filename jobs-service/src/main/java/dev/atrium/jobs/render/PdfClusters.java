package dev.atrium.jobs.render;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDFormContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What is written together in scripts whose letters are re-ordered, stacked or joined: the grapheme clusters of one
/// document's text. Each is shaped by the JDK (HarfBuzz) and becomes a drawing that is kept once; its text is written
/// invisibly at the same place, so that it is found and copied as it was typed.
///
/// In the text a cluster is stood for by one character of a private plane, so that lines are broken and
/// ordered as if it were a letter. Where the JDK cannot use fonts, as on a machine without fontconfig,
/// there are none, and all is written letter by letter.
final class PdfClusters {

    private static final Logger LOG = Logger.getLogger(PdfClusters.class);

    /// The drawings' units to an em.
    static final int EM = 1_000;

    private static final int FIRST = 0xf0000;

    /// So that no text can make a document's drawings fill the memory: further clusters are written letter by letter.
    private static final int MOST = 20_000;

    private static final int LONGEST = 24;

    /// What joins the consonant before it with the one behind it, which may be the next grapheme cluster.
    private static final String JOINERS = "\u094d\u09cd\u0a4d\u0acd\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2";

    private static final String ZERO_WIDTH = "\u200c\u200d";
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private static final Map<UnicodeScript, String> FILES = Map.ofEntries(
            Map.entry(UnicodeScript.DEVANAGARI, "NotoSansDevanagari.ttf"),
            Map.entry(UnicodeScript.BENGALI, "NotoSansBengali.ttf"),
            Map.entry(UnicodeScript.GURMUKHI, "NotoSansGurmukhi.ttf"),
            Map.entry(UnicodeScript.GUJARATI, "NotoSansGujarati.ttf"),
            Map.entry(UnicodeScript.TAMIL, "NotoSansTamil.ttf"),
            Map.entry(UnicodeScript.TELUGU, "NotoSansTelugu.ttf"),
            Map.entry(UnicodeScript.KANNADA, "NotoSansKannada.ttf"),
            Map.entry(UnicodeScript.MALAYALAM, "NotoSansMalayalam.ttf"),
            Map.entry(UnicodeScript.SINHALA, "NotoSansSinhala.ttf"),
            Map.entry(UnicodeScript.THAI, "NotoSansThai.ttf"),
            Map.entry(UnicodeScript.LAO, "NotoSansLao.ttf"),
            Map.entry(UnicodeScript.MYANMAR, "NotoSansMyanmar.ttf"),
            Map.entry(UnicodeScript.KHMER, "NotoSansKhmer.ttf"));

    private static final Map<String, Font> FONTS = new ConcurrentHashMap<>();

    private final PDDocument document;
    private final Fonts fonts;
    private final Set<String> unusable = new HashSet<>();
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<Integer, Cluster> byCharacter = new HashMap<>();

    PdfClusters(PDDocument document) {
        this(document, PdfClusters::font);
    }

    PdfClusters(PDDocument document, Fonts fonts) {
        this.document = document;
        this.fonts = fonts;
    }

    /// Where fonts for shaping come from.
    @FunctionalInterface
    interface Fonts {

        /// @param file one of those that [#file] tells
        /// @throws IOException if the JDK cannot use it on this machine
        Font font(String file) throws IOException;
    }

    /// @param text what was typed
    /// @param file of the font
    /// @param width in units of an em
    record Cluster(String text, String file, PDFormXObject drawing, float width) {}

    /// Whether there is anything in the text that must be shaped.
    static boolean isNeeded(String text) {
        return text.codePoints().anyMatch(c -> file(c) != null);
    }

    /// Whether the character may stand for a cluster, so that no text may have it.
    static boolean isStandIn(int codePoint) {
        return codePoint >= FIRST && codePoint < FIRST + MOST;
    }

    private static @Nullable String file(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String file = file(text.codePointAt(i));
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /// The file of the font with the letters of the character's script; null where they need no shaping.
    static @Nullable String file(int codePoint) {
        return FILES.get(UnicodeScript.of(codePoint));
    }

    /// The same text with a character in place of each cluster.
    String standIns(String text) throws IOException {
        StringBuilder replaced = new StringBuilder(text.length());
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int start = clusters.first();
        for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
            if (end < text.length() && end - start < LONGEST && isOpen(text, end)) {
                continue;
            }
            String cluster = text.substring(start, end);
            start = end;
            Integer standIn = standIn(cluster);
            if (standIn == null) {
                replaced.append(cluster);
            } else {
                replaced.appendCodePoint(standIn);
            }
        }
        return replaced.toString();
    }

    /// Whether what ends here is joined with what follows.
    private static boolean isOpen(String text, int end) {
        int last = end - 1;
        while (last > 0 && ZERO_WIDTH.indexOf(text.charAt(last)) >= 0) {
            last--;
        }
        return JOINERS.indexOf(text.charAt(last)) >= 0
                && UnicodeScript.of(text.charAt(last)) == UnicodeScript.of(text.charAt(end));
    }

    /// The cluster for which a character stands; empty if it stands for itself.
    Optional<Cluster> cluster(int character) {
        return Optional.ofNullable(byCharacter.get(character));
    }

    /// @return null if the text is written letter by letter
    private @Nullable Integer standIn(String text) throws IOException {
        Integer present = known.get(text);
        if (present != null || text.codePointCount(0, text.length()) < 2) {
            return present;
        }
        String file = file(text);
        if (file == null || text.length() > LONGEST || known.size() == MOST) {
            return null;
        }
        Font font = usable(file);
        if (font == null || font.canDisplayUpTo(text) >= 0) {
            return null;
        }
        int character = FIRST + known.size();
        byCharacter.put(character, shaped(text, file, font));
        known.put(text, character);
        return character;
    }

    private Cluster shaped(String text, String file, Font font) throws IOException {
        char[] letters = text.toCharArray();
        GlyphVector glyphs = font.layoutGlyphVector(CONTEXT, letters, 0, letters.length, Font.LAYOUT_LEFT_TO_RIGHT);
        Shape outline = glyphs.getOutline();
        Rectangle2D bounds = outline.getBounds2D();
        PDFormXObject drawing = new PDFormXObject(document);
        drawing.setResources(new PDResources());
        drawing.setBBox(
                new PDRectangle((float) bounds.getX(), (float) -bounds.getMaxY(), (float) bounds.getWidth(), (float)
                        bounds.getHeight()));
        try (PDFormContentStream out = new PDFormContentStream(drawing)) {
            draw(outline.getPathIterator(null), out);
        }
        return new Cluster(text, file, drawing, (float)
                glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX());
    }

    /// Downwards becomes upwards.
    private static void draw(PathIterator path, PDFormContentStream out) throws IOException {
        float[] to = new float[6];
        float x = 0;
        float y = 0;
        for (; !path.isDone(); path.next()) {
            switch (path.currentSegment(to)) {
                case PathIterator.SEG_MOVETO -> {
                    x = to[0];
                    y = -to[1];
                    out.moveTo(x, y);
                }
                case PathIterator.SEG_LINETO -> {
                    x = to[0];
                    y = -to[1];
                    out.lineTo(x, y);
                }
                case PathIterator.SEG_QUADTO -> {
                    float controlX = to[0];
                    float controlY = -to[1];
                    float endX = to[2];
                    float endY = -to[3];
                    out.curveTo(
                            third(x, controlX),
                            third(y, controlY),
                            third(endX, controlX),
                            third(endY, controlY),
                            endX,
                            endY);
                    x = endX;
                    y = endY;
                }
                // TrueType has no other curves.
                default -> out.closePath();
            }
        }
        out.fill();
    }

    /// A control point of the cubic curve that is the same as a quadratic one.
    private static float third(float end, float control) {
        return (end + 2 * control) / 3;
    }

    private @Nullable Font usable(String file) {
        if (unusable.contains(file)) {
            return null;
        }
        try {
            return fonts.font(file);
        } catch (IOException e) {
            LOG.warnf(e, "%s cannot be used (is fontconfig installed?), its script is written letter by letter", file);
            unusable.add(file);
            return null;
        }
    }

    private static Font font(String file) throws IOException {
        Font font = FONTS.get(file);
        if (font == null) {
            try (InputStream bytes =
                    Objects.requireNonNull(PdfFonts.class.getResourceAsStream("/fonts/" + file), file)) {
                font = Font.createFont(Font.TRUETYPE_FONT, bytes).deriveFont((float) EM);
            } catch (FontFormatException e) {
                throw new IllegalStateException("not a font: " + file, e);
            }
            FONTS.put(file, font);
        }
        return font;
    }
}
