package dev.atrium.search.ingest;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Cuts a text into passages (SR-5): of like length, about 180 words at most, which the embedder can read whole; at the
/// bounds of sentences; each beginning with the end of the one before, so that what stands at a bound is found too. A
/// text of up to 180 words stays whole.
final class Chunks {

    private static final int WHOLE_MAX_WORDS = 180;
    private static final int TARGET_WORDS = 130;
    private static final int OVERLAP_WORDS = 22;
    private static final int SENTENCE_MAX_WORDS = 60;
    private static final int WORD_MAX_CHARS = 100;

    private Chunks() {}

    /// @return the passages, with single spaces between words; none for a blank text
    static List<String> of(String text) {
        List<List<String>> sentences = sentences(text);
        int words = sentences.stream().mapToInt(List::size).sum();
        if (words == 0) {
            return List.of();
        }
        int count = words <= WHOLE_MAX_WORDS ? 1 : Math.ceilDiv(words, TARGET_WORDS);
        return pack(sentences, Math.ceilDiv(words, count));
    }

    private static List<String> pack(List<List<String>> sentences, int target) {
        List<String> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        List<String> last = List.of();
        int fresh = 0;
        for (List<String> sentence : sentences) {
            // A sentence goes where the larger part of it fits.
            if (fresh > 0 && target < WHOLE_MAX_WORDS && fresh + sentence.size() / 2 > target) {
                chunks.add(String.join(" ", chunk));
                chunk = new ArrayList<>(last.subList(Math.max(0, last.size() - OVERLAP_WORDS), last.size()));
                fresh = 0;
            }
            chunk.addAll(sentence);
            fresh += sentence.size();
            last = sentence;
        }
        chunks.add(String.join(" ", chunk));
        return chunks;
    }

    /// The words of each sentence. What no human would call one (a table, a line of code, a key) is cut by length.
    private static List<List<String>> sentences(String text) {
        BreakIterator bounds = BreakIterator.getSentenceInstance(Locale.ROOT);
        bounds.setText(text);
        List<List<String>> sentences = new ArrayList<>();
        int start = bounds.first();
        for (int end = bounds.next(); end != BreakIterator.DONE; end = bounds.next()) {
            List<String> words = words(text.substring(start, end));
            for (int from = 0; from < words.size(); from += SENTENCE_MAX_WORDS) {
                sentences.add(words.subList(from, Math.min(from + SENTENCE_MAX_WORDS, words.size())));
            }
            start = end;
        }
        return sentences;
    }

    private static List<String> words(String sentence) {
        return Arrays.stream(sentence.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .flatMap(word -> pieces(word).stream())
                .toList();
    }

    private static List<String> pieces(String word) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (word.length() - start > WORD_MAX_CHARS) {
            int end = start + WORD_MAX_CHARS;
            if (Character.isHighSurrogate(word.charAt(end - 1))) {
                end--;
            }
            pieces.add(word.substring(start, end));
            start = end;
        }
        pieces.add(word.substring(start));
        return pieces;
    }
}
