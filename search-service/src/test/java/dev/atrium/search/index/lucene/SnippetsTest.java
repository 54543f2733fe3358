package dev.atrium.search.index.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.junit.jupiter.api.Test;

final class SnippetsTest {

    @Test
    void wordsAreMarkedInTheirForms() throws IOException {
        assertEquals(
                "She <mark>runs</mark>, he was <mark>running</mark>.", snippet("run", "She runs, he was running."));
    }

    @Test
    void everythingElseIsEscaped() throws IOException {
        assertEquals(
                "&lt;script&gt;<mark>alert</mark>(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;",
                snippet("alert", "<script>alert(\"1\")</script> & 'more'"));
        assertEquals(
                "a &lt;b&gt;<mark>bold</mark>&lt;/b&gt; &lt;mark&gt;fake&lt;/mark&gt;",
                snippet("bold", "a <b>bold</b> <mark>fake</mark>"));
        assertEquals("&lt;<mark>script</mark>&gt;", snippet("script", "<script>"));
    }

    @Test
    void withoutAnyOfTheWordsTheBeginningIsShown() throws IOException {
        String text = "The first words stand here. " + "And then come others. ".repeat(40);

        String snippet = snippet("nothing", text);

        assertTrue(snippet.startsWith("The first words") && snippet.endsWith("…"), snippet);
        assertTrue(snippet.length() < 400, snippet);
        assertEquals("Plain.", Snippets.of(MatchNoDocsQuery.INSTANCE, "Plain."));
    }

    @Test
    void aLongTextIsCutAroundTheWords() throws IOException {
        String text = "Filler goes on and on. ".repeat(20) + "Then a penguin appears. " + "More filler. ".repeat(30);

        String snippet = snippet("penguin", text);

        assertTrue(snippet.contains("<mark>penguin</mark>"), snippet);
        assertTrue(snippet.startsWith("… ") && snippet.endsWith("…") && !snippet.contains("  "), snippet);
        assertTrue(snippet.length() < 500, snippet);
    }

    @Test
    void partsFarFromEachOtherAreJoined() throws IOException {
        String text = "A penguin stands here. " + "Filler goes on and on. ".repeat(30) + "And there a penguin.";

        String snippet = snippet("penguin", text);

        assertTrue(snippet.startsWith("A <mark>penguin</mark> stands"), snippet);
        assertTrue(snippet.endsWith("there a <mark>penguin</mark>."), snippet);
        assertTrue(snippet.contains(" … ") && !snippet.contains("  "), snippet);
    }

    @Test
    void anEmptyTextHasAnEmptySnippet() throws IOException {
        assertEquals("", snippet("x", ""));
        assertFalse(snippet("x", "😀 x \uD83D").isEmpty());
    }

    private static String snippet(String words, String text) throws IOException {
        return Snippets.of(Schema.words(words).orElseThrow(), text);
    }
}
