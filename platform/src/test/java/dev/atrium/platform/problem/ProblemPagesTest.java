package dev.atrium.platform.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProblemPagesTest {

    @Test
    void documentationNamesEachTypeWithCauseAndCure() throws IOException {
        Path page = Path.of(System.getProperty("atrium.root")).resolve("docs/problems.md");

        assertEquals(rendered(), Files.readString(page), "docs/problems.md differs from ProblemType");
    }

    private static String rendered() {
        StringBuilder page = new StringBuilder("""
                # Problems

                Every refusal is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)),
                `application/problem+json`; on WebSockets the same document travels in an `error` frame. `type` is one of
                those below and never changes its meaning: a path of the gateway, or, of limits and outages, what
                [RateLimit header fields](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/) registers,
                which has its page too (`/problems/quota-exceeded`, `/problems/unavailable`); `detail` says what was wrong this time; `errors` names the single
                faults by JSON Pointer or parameter, some with what is there instead as `present`; `violated-policies` names
                the limits that are used up, as the header fields `RateLimit` and `RateLimit-Policy` do, or the meter of a plan;
                `instance` is the request's id, by which an operator finds it in the logs of every service.

                | type | status | title | cause | cure |
                | --- | --- | --- | --- | --- |
                """);
        for (ProblemType type : ProblemType.values()) {
            page.append("| `")
                    .append(type.uri())
                    .append("` | ")
                    .append(type.status())
                    .append(" | ")
                    .append(type.title())
                    .append(" | ")
                    .append(type.cause())
                    .append(" | ")
                    .append(type.cure())
                    .append(" |\n");
        }
        return page.toString();
    }
}
