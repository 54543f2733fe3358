package dev.atrium.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class ApiPageTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @Test
    void thePageNeedsNothingInlineAndNothingFromElsewhere() {
        Answer page = Gateway.send("GET", "/ui/api/");

        assertEquals(200, page.status());
        assertTrue(page.header("Content-Type").startsWith("text/html"), page.header("Content-Type"));
        assertEquals("no-cache", page.header("Cache-Control"));
        assertEquals(
                Gateway.send("GET", "/").header("Content-Security-Policy"), page.header("Content-Security-Policy"));
        assertFalse(page.text().matches("(?s).*<script>.*|.*<style.*|.*\\sstyle=.*|.*\\son[a-z]+=.*"), page.text());
        Set<String> links =
                LINK.matcher(page.text()).results().map(link -> link.group(1)).collect(Collectors.toSet());
        assertTrue(
                links.containsAll(Set.of("/api/openapi", "/api/asyncapi", "/api/asyncapi/events", "/ui/openapi.d.ts")),
                links.toString());
        for (String link : links) {
            assertTrue(link.startsWith("/"), link);
            assertEquals(200, Gateway.send("GET", link).status(), link);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "swagger-ui.css, text/css, .swagger-ui",
        "swagger-ui-bundle.js, javascript, SwaggerUIBundle",
        "page.css, text/css, dark-mode",
        "page.js, javascript, SwaggerUIBundle",
    })
    void itsPartsHaveTheirType(String part, String type, String content) {
        Answer answer = Gateway.send("GET", "/ui/api/" + part);

        assertEquals(200, answer.status());
        assertTrue(answer.header("Content-Type").contains(type), answer.header("Content-Type"));
        assertTrue(answer.text().contains(content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/api",
                "/ui/api/swagger-ui.css.map",
                "/ui/api/swagger-ui-bundle.js.map",
                "/ui/api/swagger-ui-es-bundle.js",
                "/ui/api/swagger-ui-standalone-preset.js",
                "/ui/api/swagger-initializer.js",
                "/ui/api/oauth2-redirect.html",
                "/ui/api/package.json",
                "/ui/api/../index.html",
                "/ui/api/%2e%2e/index.html",
                "/ui/api/..%2f..%2fapplication.properties",
                "/ui/api/..%5cindex.html",
                "/webjars/swagger-ui/swagger-ui.css",
                "/q/swagger-ui",
            })
    void nothingElseIsThere(String path) {
        Gateway.send("GET", path).assertProblem(ProblemType.NOT_FOUND);
    }
}
