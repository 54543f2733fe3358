package dev.atrium.search.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChunksTest {

    @Test
    void aShortTextStaysWhole() {
        assertEquals(List.of("One. Two three."), Chunks.of("One.\n\n Two\tthree. "));
    }

    @Test
    void aBlankTextHasNoPassage() {
        assertEquals(List.of(), Chunks.of(" \n\t"));
        assertEquals(List.of(), Chunks.of(""));
    }

    @Test
    void passagesEndWithSentencesAndOverlap() {
        String text = IntStream.range(0, 60)
                .mapToObj(i -> "Sentence number w" + i + " says something about one thing or another.")
                .collect(Collectors.joining(" "));

        List<String> chunks = Chunks.of(text);

        assertTrue(chunks.size() >= 4 && chunks.size() <= 6, "passages: " + chunks.size());
        for (int i = 1; i < chunks.size(); i++) {
            String before = chunks.get(i - 1);
            assertTrue(before.endsWith("."), before);
            String lastSentence = before.substring(before.lastIndexOf("Sentence"));
            assertTrue(chunks.get(i).startsWith(lastSentence), chunks.get(i));
        }
    }

    @Test
    void neitherAWordNorASentenceWithoutEndMakesAPassageHuge() {
        assertTrue(Chunks.of("word ".repeat(5_000)).stream().allMatch(chunk -> words(chunk) <= 185));
        List<String> blob = Chunks.of("😀".repeat(50_000));
        assertTrue(blob.stream().allMatch(chunk -> chunk.length() <= 185 * 101));
        assertTrue(blob.stream().allMatch(chunk -> chunk.codePoints().allMatch(c -> c == ' ' || c == 0x1F600)));
    }

    /// Property: whatever the text, no word of it is lost, and each passage is within its bound.
    @Test
    void everyWordIsInSomePassageInOrder() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(1_200);
            String text = IntStream.range(0, length)
                    .mapToObj(i -> "w" + i + (random.nextInt(12) == 0 ? ". " : random.nextInt(30) == 0 ? "!\n" : " "))
                    .collect(Collectors.joining());

            List<String> chunks = Chunks.of(text);

            int next = 0;
            for (String chunk : chunks) {
                assertTrue(words(chunk) <= 185, "a passage of " + words(chunk) + " words");
                for (String word : chunk.split(" ")) {
                    if (word.replaceAll("[.!]", "").equals("w" + next)) {
                        next++;
                    }
                }
            }
            assertEquals(length, next);
        }
    }

    private static long words(String chunk) {
        return Arrays.stream(chunk.split(" ")).count();
    }
}
