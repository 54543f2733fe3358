package dev.atrium.gateway.problempage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
final class ProblemPagesTest {

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyTypeHasAPageForPeopleAndOneForPrograms(ProblemType type) {
        Answer page = Gateway.send("GET", type.page(), "Accept", "text/html");
        Answer json = Gateway.send("GET", type.page(), "Accept", "application/json");

        assertEquals("text/html;charset=UTF-8", page.header("Content-Type"));
        assertTrue(page.text().contains("<h1>" + type.title() + "</h1>"), page.text());
        assertEquals(type.cure(), json.json().path("cure").asText());
        assertEquals(type.uri(), json.json().path("type").asText());
    }

    @Test
    void whatIsRegisteredHasTheTypeThatClientsOfAnyApiKnow() {
        assertEquals(
                "https://iana.org/assignments/http-problem-types#quota-exceeded", ProblemType.QUOTA_EXCEEDED.uri());
        assertEquals(
                "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
                ProblemType.UNAVAILABLE.uri());
        assertEquals("/problems/room-full", ProblemType.ROOM_FULL.uri());
    }

    @Test
    void thereIsAListOfAll() {
        assertEquals(
                ProblemType.values().length,
                Gateway.send("GET", "/problems", "Accept", "application/json")
                        .json()
                        .size());
        assertTrue(Gateway.send("GET", "/problems", "Accept", "text/html,*/*;q=0.1")
                .text()
                .contains("<table>"));
    }

    @Test
    void anUnknownTypeIsNotFound() {
        Gateway.send("GET", "/problems/none").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void theFrontPageAndItsPartsNeedNothingFromElsewhere() {
        Answer page = Gateway.send("GET", "/");

        assertEquals(200, page.status());
        assertTrue(page.header("Content-Type").startsWith("text/html"));
        assertEquals("no-cache", page.header("Cache-Control"));
        assertFalse(page.text().contains("http://"), "no external resource");
        assertFalse(page.text().contains("https://"), "no external resource");
        assertFalse(page.text().matches("(?s).*<script>.*|.*\\sstyle=.*|.*\\son[a-z]+=.*"), "nothing inline");
        for (String part : new String[] {"/ui/atrium.css", "/ui/atrium.js", "/ui/invitation.js", "/ui/icon.svg"}) {
            assertEquals(200, Gateway.send("GET", part).status(), part);
        }
    }

    /// Browsers take a worker only as a script of this origin, and for what is beside it unless they are told
    /// otherwise.
    @Test
    void theWorkerForPushesControlsNoPage() {
        Answer worker = Gateway.send("GET", "/ui/sw.js");

        assertEquals(200, worker.status());
        assertTrue(worker.header("Content-Type").startsWith("text/javascript"), worker.header("Content-Type"));
        assertEquals("no-cache", worker.header("Cache-Control"));
        assertEquals("", worker.header("Service-Worker-Allowed"));
    }
}
