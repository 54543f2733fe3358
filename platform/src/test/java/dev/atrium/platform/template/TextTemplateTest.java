package dev.atrium.platform.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTemplateTest {

    private static final int MOST = 4_000;
    private static final String PUSH =
            "{\"repository\":{\"full_name\":\"acme/site\"},\"commits\":[{\"message\":\"Fix a typo\"}],"
                    + "\"size\":2,\"forced\":false,\"gone\":null,\"a/b\":{\"m~n\":\"odd\"}}";

    @Test
    void pointersBecomeValues() {
        assertEquals(
                Optional.of("acme/site: Fix a typo (2, false) odd"),
                said(
                        "{{/repository/full_name}}: {{ /commits/0/message }} ({{/size}}, {{/forced}}) {{/a~1b/m~0n}}",
                        PUSH));
    }

    @Test
    void whatIsMissingOrNoValueIsEmpty() {
        assertEquals(
                Optional.of("[][][][]2"),
                said("[{{/none/at/all}}][{{/repository}}][{{/commits}}][{{/gone}}]{{/size}}", PUSH));
    }

    @Test
    void nothingIsSaidOfADocumentWithoutAnyOfTheValues() {
        assertEquals(Optional.empty(), said("Pushed: {{/head_commit/message}}", "{\"zen\":\"Speak like a human.\"}"));
        assertEquals(Optional.empty(), said("Pushed: {{/m}}", "{\"m\":\" \\u0000 \"}"));
        assertEquals(Optional.of("Something happened"), said("Something happened", "{}"));
    }

    @Test
    void aValueIsNoTemplate() {
        assertEquals(Optional.of("{{/b}} ${b} #{b}"), said("{{/a}}", "{\"a\":\"{{/b}} ${b} #{b}\",\"b\":\"secret\"}"));
    }

    @Test
    void controlCharactersAndBrokenUnicodeDoNotComeThrough() {
        assertEquals(
                Optional.of("a b c\nd\te\uFFFD 🙂"), said("{{/a}}", "{\"a\":\"a\\u0000b\\u001bc\\nd\\te\\ud800 🙂\"}"));
    }

    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        String faces = "🙂".repeat(3_000);
        String body = "{\"a\":\"" + faces + "\"}";

        String one = said("{{/a}}", body).orElseThrow();
        String all = TextTemplate.parse("{{/a}}".repeat(20))
                .of(Json.read(body, JsonNode.class), MOST)
                .orElseThrow();

        assertEquals("🙂".repeat(999) + "…", one);
        assertEquals(MOST, all.codePointCount(0, all.length()));
        assertTrue(all.endsWith("🙂…"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{{", "a {{/b", "{{}}", "{{ }}", "{{b}}", "{{repository.name}}", "{{#each /a}}"})
    void whatIsNoTemplateIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TextTemplate.parse(text));
    }

    @Test
    void templatesAreBounded() {
        TextTemplate.parse("x".repeat(TextTemplate.LENGTH_MAX));
        TextTemplate.parse("{{/a}}".repeat(TextTemplate.PLACES_MAX));

        assertThrows(IllegalArgumentException.class, () -> TextTemplate.parse("x".repeat(TextTemplate.LENGTH_MAX + 1)));
        assertThrows(
                IllegalArgumentException.class, () -> TextTemplate.parse("{{/a}}".repeat(TextTemplate.PLACES_MAX + 1)));
    }

    private static Optional<String> said(String template, String document) {
        return TextTemplate.parse(template).of(Json.read(document, JsonNode.class), MOST);
    }
}
