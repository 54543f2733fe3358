package dev.atrium.room.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What those hear who come back to a room that is relayed.
final class RecentTest {

    private final Recent recent = new Recent(100, 100_000);

    @Test
    void whatWasHiddenOrDeletedIsToldToNobodyWhoComesLater() {
        for (String how : List.of("hidden", "deleted")) {
            recent.beginAfter(1);
            message(2, 2, "rude", "");
            message(3, 3, "fine", "");
            changed(2, 4, "ruder", "");
            changed(2, 5, "", ",\"" + how + "\":true");

            String all = String.join("\n", after(1));
            assertTrue(!all.contains("rude") && all.contains("fine"), all);
            assertEquals(3, after(1).size());
            assertTrue(after(1).getFirst().startsWith("{\"type\":\"message\",\"message\":{"), all);
            assertEquals(1, after(3).size());
            assertTrue(after(3).getFirst().contains("\"sequence\":5"), all);
        }
    }

    @Test
    void whatIsShownAgainIsTold() {
        recent.beginAfter(1);
        message(2, 2, "rude", "");
        changed(2, 3, "", ",\"hidden\":true");
        changed(2, 4, "rude", "");

        assertEquals(3, after(1).size());
        assertTrue(after(1).getLast().contains("rude"));
    }

    private void message(long sequence, long version, String content, String more) {
        add("{\"type\":\"message\",\"message\":%s}".formatted(body(sequence, version, content, more)));
    }

    private void changed(long sequence, long version, String content, String more) {
        add("{\"type\":\"message-changed\",\"sequence\":%d,\"message\":%s}"
                .formatted(version, body(sequence, version, content, more)));
    }

    private static String body(long sequence, long version, String content, String more) {
        return "{\"sequence\":%d,\"version\":%d,\"content\":\"%s\"%s}".formatted(sequence, version, content, more);
    }

    private void add(String text) {
        Frame.read(text.getBytes(StandardCharsets.UTF_8)).forEach(recent::add);
    }

    private List<String> after(long sequence) {
        return recent.after(sequence).orElseThrow().stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }
}
