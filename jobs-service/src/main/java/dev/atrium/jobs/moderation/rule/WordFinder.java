package dev.atrium.jobs.moderation.rule;

import java.util.List;
import java.util.Optional;

/// Finds words in texts.
final class WordFinder {

    private static final String MORE = "*";

    /// @param shown as the rule has it
    /// @param bare in [PlainForm], without its asterisks
    private record Word(String shown, String bare, boolean openBefore, boolean openBehind) {

        static Word of(String word) {
            return new Word(word, WordFinder.bare(word), word.startsWith(MORE), word.endsWith(MORE));
        }

        boolean isIn(String line) {
            for (int at = line.indexOf(bare); at >= 0; at = line.indexOf(bare, at + 1)) {
                int end = at + bare.length();
                boolean begins = openBefore || at == 0 || !isPartOfWord(line.codePointBefore(at));
                boolean ends = openBehind || end == line.length() || !isPartOfWord(line.codePointAt(end));
                if (begins && ends) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isPartOfWord(int character) {
            return Character.isLetterOrDigit(character);
        }
    }

    private final List<Word> words;

    WordFinder(List<String> words) {
        this.words = words.stream().map(Word::of).toList();
    }

    /// @param line as [PlainForm#oneLine] makes it
    /// @return the first of the words that is in it
    Optional<String> find(String line) {
        return words.stream().filter(word -> word.isIn(line)).findFirst().map(Word::shown);
    }

    /// A word without asterisks, as it is looked for; empty if nothing of it can be seen.
    static String bare(String word) {
        int from = word.startsWith(MORE) ? 1 : 0;
        int to = word.endsWith(MORE) && word.length() > from ? word.length() - 1 : word.length();
        return PlainForm.oneLine(word.substring(from, to));
    }
}
