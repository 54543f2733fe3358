package dev.atrium.jobs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.render.Format;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ExportRequestTest {

    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";

    @Test
    void roomWithARangeIsTaken() {
        ExportInput input = checked("""
                {"room": "%s", "formats": ["pdf", "epub"], "language": "pt-br",
                 "range": {"since": "2026-01-01T00:00:00Z"}}""".formatted(ROOM));

        assertEquals(ROOM, input.room());
        assertEquals(List.of(Format.PDF, Format.EPUB), input.formats());
        assertEquals("pt-BR", input.language());
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), input.since());
    }

    @Test
    void everyFaultIsNamed() {
        assertEquals(Set.of("/room", "/formats"), faults("{}"));
        assertEquals(Set.of("/room"), faults("{\"room\": \"../x\", \"formats\": [\"pdf\"]}"));
        assertEquals(
                Set.of("/room", "/files", "/formats"),
                faults("{\"room\": \"%s\", \"files\": [], \"formats\": [\"pdf\", \"pdf\"]}".formatted(ROOM)));
        assertEquals(
                Set.of("/files/1", "/range"),
                faults("{\"files\": [\"%s\", null], \"formats\": [\"zip\"], \"range\": {}}".formatted(ROOM)));
        assertEquals(Set.of("/formats", "/title", "/language", "/range/since"), faults("""
                        {"room": "%s", "formats": ["docx"], "title": " ", "language": "x y",
                         "range": {"since": "yesterday"}}""".formatted(ROOM)));
        assertEquals(Set.of("/range/until"), faults("""
                        {"room": "%s", "formats": ["pdf"],
                         "range": {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}}""".formatted(ROOM)));
    }

    private static Set<String> faults(String body) {
        List<Problem.Fault> faults = Objects.requireNonNull(assertThrows(ProblemException.class, () -> checked(body))
                .problem()
                .errors());
        return faults.stream()
                .map(fault -> String.valueOf(fault.pointer()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ExportInput checked(String body) {
        Caller caller = new Caller("user:a", new TenantId("t"), "a", Set.of(), Set.of());
        return Json.read(body, ExportRequest.class).checked(Ids.next(), caller);
    }
}
