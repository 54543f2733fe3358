package dev.atrium.jobs.render;

import java.io.IOException;
import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Breaks text into lines and brings these into the order in which they are drawn (UAX #9, UAX #14 as the JDK has
/// them).
final class PdfText {

    private static final String OPEN = "()[]{}<>«»‹›≤≥";
    private static final String CLOSED = ")(][}{><»«›‹≥≤";

    private static final int REPLACEMENT = 0xfffd;

    private final PdfFonts fonts;
    private final Style style;

    PdfText(PdfFonts fonts, Style style) {
        this.fonts = fonts;
        this.style = style;
    }

    /// @param size in points
    record Style(float size, boolean bold) {}

    /// @param glyphs from left to right
    /// @param width in points
    /// @param rightToLeft whether the line stands at the right
    record Line(List<PdfFonts.Glyph> glyphs, float width, boolean rightToLeft) {}

    /// @param text [Plain]
    /// @param width in points
    List<Line> lines(String text, float width) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String paragraph : text.replace("\t", "    ").split("[\n\u2028\u2029]", -1)) {
            String shown = visible(fonts.shaped(ownOnly(paragraph)));
            add(lines, ArabicForms.isNeeded(shown) ? ArabicForms.join(shown) : shown, width);
        }
        return lines;
    }

    /// Without characters that stand for others here.
    private static String ownOnly(String paragraph) {
        return paragraph.codePoints().noneMatch(PdfClusters::isStandIn)
                ? paragraph
                : paragraph
                        .codePoints()
                        .map(c -> PdfClusters.isStandIn(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /// Without characters that are not drawn: joiners, marks of direction, variation selectors.
    private static String visible(String paragraph) {
        StringBuilder visible = new StringBuilder(paragraph.length());
        paragraph
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT && !(c >= 0xfe00 && c <= 0xfe0f))
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private void add(List<Line> lines, String text, float width) throws IOException {
        if (text.isEmpty()) {
            lines.add(new Line(List.of(), 0, false));
            return;
        }
        Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start, breaks, width);
            lines.add(line(text, start, end, bidi));
            start = end;
        }
    }

    /// Where the line ends that begins at `start`: at the last possible break that fits, or else where no further
    /// character does.
    private int end(String text, int start, BreakIterator breaks, float width) throws IOException {
        float used = 0;
        int i = start;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > width && !Character.isWhitespace(c) && i > start) {
                int possible = breaks.isBoundary(i) ? i : breaks.preceding(i);
                return possible > start ? possible : i;
            }
            i += Character.charCount(c);
        }
        return text.length();
    }

    private Line line(String text, int start, int end, Bidi bidi) throws IOException {
        int last = end;
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        if (last == start) {
            return new Line(List.of(), 0, !bidi.baseIsLeftToRight());
        }
        List<PdfFonts.Glyph> glyphs = new ArrayList<>();
        float width = 0;
        for (int c : drawn(text.substring(start, last), bidi.createLineBidi(start, last))) {
            PdfFonts.Glyph glyph = fonts.glyph(c, style.bold());
            glyphs.add(glyph);
            width += glyph.width() * style.size() / 1000;
        }
        return new Line(glyphs, width, !bidi.baseIsLeftToRight());
    }

    private static List<Integer> drawn(String line, Bidi bidi) {
        byte[] levels = new byte[bidi.getRunCount()];
        Integer[] runs = new Integer[levels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            runs[i] = i;
        }
        Bidi.reorderVisually(levels, 0, runs, 0, runs.length);
        List<Integer> drawn = new ArrayList<>();
        for (int run : runs) {
            String part = line.substring(bidi.getRunStart(run), bidi.getRunLimit(run));
            if (bidi.getRunLevel(run) % 2 == 0) {
                part.codePoints().forEach(drawn::add);
            } else {
                drawn.addAll(reversed(part));
            }
        }
        return drawn;
    }

    /// Marks stay behind the letter that they belong to.
    private static List<Integer> reversed(String part) {
        List<Integer> reversed = new ArrayList<>();
        int marks = 0;
        int[] codePoints = part.codePoints().toArray();
        for (int c : codePoints) {
            if (isMark(c) && !reversed.isEmpty()) {
                marks++;
                reversed.add(marks, c);
            } else {
                marks = 0;
                reversed.addFirst(mirrored(c));
            }
        }
        return reversed;
    }

    private static boolean isMark(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK || Character.getType(c) == Character.ENCLOSING_MARK;
    }

    private static int mirrored(int c) {
        int at = OPEN.indexOf(c);
        return at < 0 ? c : CLOSED.charAt(at);
    }

    private float width(int codePoint) throws IOException {
        return fonts.glyph(codePoint, style.bold()).width() * style.size() / 1000;
    }
}
