package dev.atrium.search.index.lucene;

import java.io.IOException;
import java.text.BreakIterator;
import java.util.Locale;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/// Makes snippets: the parts of a text in which the words of a question stand, as HTML.
final class Snippets {

    private static final int LENGTH = 160;
    private static final int PARTS = 2;
    private static final float PLACE_OF_MATCH = 0.4f;
    private static final UnifiedHighlighter HIGHLIGHTER = UnifiedHighlighter.builderWithoutSearcher(Schema.ANALYZER)
            .withBreakIterator(() -> LengthGoalBreakIterator.createClosestToLength(
                    BreakIterator.getWordInstance(Locale.ROOT), LENGTH, PLACE_OF_MATCH))
            .withFormatter(new Html())
            .withMaxNoHighlightPassages(1)
            .build();

    private Snippets() {}

    /// At most two parts of about 160 characters each; the beginning of the text if none of the words stands in it.
    static String of(Query words, String text) throws IOException {
        Object html = text.isBlank() ? null : HIGHLIGHTER.highlightWithoutSearcher(Schema.TEXT, words, text, PARTS);
        return html == null ? "" : html.toString();
    }

    private static final class Html extends PassageFormatter {

        @Override
        public String format(Passage[] passages, String content) {
            StringBuilder html = new StringBuilder();
            int end = 0;
            for (Passage passage : passages) {
                int start = withoutSpace(content, passage.getStartOffset());
                if (start > withoutSpace(content, end)) {
                    html.append(html.isEmpty() ? "… " : " … ");
                }
                append(html, content, start, passage);
                end = passage.getEndOffset();
            }
            return html.append(withoutSpace(content, end) < content.length() ? "…" : "")
                    .toString();
        }

        /// Passages begin and end at any bound between words, so also before a space.
        private static int withoutSpace(String content, int from) {
            int position = from;
            while (position < content.length() && Character.isWhitespace(content.charAt(position))) {
                position++;
            }
            return position;
        }

        private static void append(StringBuilder html, String content, int from, Passage passage) {
            int position = from;
            for (int i = 0; i < passage.getNumMatches(); i++) {
                int start = Math.max(position, passage.getMatchStarts()[i]);
                int end = Math.min(passage.getMatchEnds()[i], passage.getEndOffset());
                if (start < end) {
                    escape(html, content, position, start);
                    html.append("<mark>");
                    escape(html, content, start, end);
                    html.append("</mark>");
                    position = end;
                }
            }
            escape(html, content, position, passage.getEndOffset());
        }

        private static void escape(StringBuilder html, String content, int from, int to) {
            for (int i = from; i < to; i++) {
                char c = content.charAt(i);
                switch (c) {
                    case '&' -> html.append("&amp;");
                    case '<' -> html.append("&lt;");
                    case '>' -> html.append("&gt;");
                    case '"' -> html.append("&quot;");
                    case '\'' -> html.append("&#39;");
                    default -> html.append(c);
                }
            }
        }
    }
}
