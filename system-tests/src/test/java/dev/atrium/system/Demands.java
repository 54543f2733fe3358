package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/// What the answers of routes must be: what was as it must be is a proof, everything else a finding.
final class Demands {

    private final ApiDocument document;
    private final Proofs proofs = new Proofs();
    private final List<String> findings = new ArrayList<>();

    Demands(ApiDocument document) {
        this.document = document;
    }

    /// This status.
    ///
    /// @param what was asked, or who has asked
    void status(String what, String route, Http.Answer answer, int status) {
        if (answer.status() == status) {
            proofs.add(route, status);
        } else {
            found("%s: %s -> %s instead of %d".formatted(what, route, answer, status));
        }
    }

    /// A success of whatever kind, as the route's description has it.
    void success(String what, String route, Http.Answer answer) {
        if (answer.status() < 300) {
            described(what, route, answer, answer.status());
        } else {
            found(what + ": " + route + " -> " + answer + " instead of a success");
        }
    }

    /// This status and, if it is a success, as the route's description has it.
    void described(String what, String route, Http.Answer answer, int status) {
        List<String> faults = status < 300 && answer.status() == status ? document.faults(route, answer) : List.of();
        if (faults.isEmpty()) {
            status(what, route, answer, status);
        } else {
            found(what + ": " + route + " " + faults + " -> " + answer);
        }
    }

    /// The status of a socket's handshake, which is 101 where it is opened.
    void socket(Person person, String route, String path, int status) {
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(30));
        person.headers().forEach(builder::header);
        int seen = builder.buildAsync(
                        URI.create("ws" + person.uri(path).toString().substring(4)), new WebSocket.Listener() {})
                .handle((socket, failure) -> {
                    if (socket != null) {
                        socket.abort();
                        return 101;
                    }
                    return refusal(failure);
                })
                .join();
        if (seen == status) {
            proofs.add(route, status);
        } else {
            found(route + " -> " + seen + " instead of " + status);
        }
    }

    private static int refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }

    /// Does a part, and goes on behind it where it fails.
    void part(String name, Runnable part) {
        try {
            part.run();
        } catch (AssertionError | RuntimeException e) {
            found(name + ": " + e);
        }
    }

    void found(String finding) {
        findings.add(finding);
    }

    /// Fails unless all was as it must be, a success was seen of all routes but the known ones, and the
    /// page says so.
    ///
    /// @param exempt routes of which no success must be seen
    /// @param walk how much was tried by whom who may not
    void assertMet(Set<String> exempt, String walk) {
        System.out.println("routes: " + walk);
        assertAll(
                () -> assertEquals(List.of(), findings),
                () -> assertEquals(
                        List.of(),
                        proofs.withoutSuccess(
                                document.operations().keySet().stream()
                                        .filter(route -> route.contains(" /api/"))
                                        .collect(Collectors.toSet()),
                                exempt),
                        "routes of which no success was seen (have Furnished make what they are about, and a line of"
                                + " Lifetime use or remove it; or exempt them), or which are exempt although there was"
                                + " one"),
                () -> proofs.assertInPage(walk));
    }
}
