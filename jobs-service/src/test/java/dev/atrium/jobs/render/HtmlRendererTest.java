package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlRendererTest {

    private static final Set<String> ATTRIBUTES = Set.of(
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "dir",
            "id",
            "class",
            "datetime",
            "href",
            "src",
            "alt",
            "width",
            "height");

    @Test
    void pageContainsItsPicturesAndLoadsNothing(@TempDir Path directory) throws Exception {
        Book book = Books.of(
                "Kitchen",
                List.of(Books.withFile(Books.message(0, "alice", "look"), "cat\"><script>.png")),
                Books.picture(directory));

        Document page = parse(book);

        assertEquals("Kitchen", page.title());
        assertEquals("en", page.select("html").attr("lang"));
        String source = page.select("figure img").attr("src");
        assertTrue(source.startsWith("data:image/png;base64,"), source);
        byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
        assertEquals((byte) 0x89, png[0]);
        assertEquals("cat\"><script>.png", page.select("img").attr("alt"));
        String style = page.select("style").getFirst().data();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertTrue(policy.startsWith("default-src 'none'; img-src data:;"), policy);
        assertTrue(policy.contains("style-src 'sha256-" + hash + "'"), policy);
    }

    @Test
    void textOfStrangersIsOnlyText() {
        List<String> texts = Nasty.all();

        Document page = parse(Books.of("<script>", texts));

        assertEquals(
                0, page.select("script, iframe, object, form, link, base, svg").size());
        page.getAllElements()
                .forEach(element -> assertTrue(
                        ATTRIBUTES.containsAll(element.attributes().asList().stream()
                                .map(Attribute::getKey)
                                .collect(Collectors.toSet())),
                        element::cssSelector));
        assertEquals(texts.size(), page.select("article").size());
        for (int i = 0; i < texts.size(); i++) {
            String shown = page.select("article").get(i).select("p[dir=auto]").stream()
                    .map(Element::wholeText)
                    .collect(Collectors.joining());
            assertEquals(normal(Plain.of(texts.get(i))), normal(shown));
        }
    }

    private static Document parse(Book book) {
        return Jsoup.parse(new String(Books.render(Format.HTML, book), StandardCharsets.UTF_8));
    }

    private static String normal(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
