package dev.atrium.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// With hashes that another program has computed.
final class EntryTest {

    private static final Entry FIRST = new Entry(
                    "acme",
                    1,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    "user:ada",
                    "key.create",
                    "key_1",
                    "done",
                    "req-1",
                    "{}",
                    "")
            .chainedTo(Entry.START);

    @Test
    void anEntryIsChainedToTheOneBefore() {
        Entry second = new Entry(
                        "acme",
                        2,
                        Instant.parse("2026-01-01T00:00:01.250Z"),
                        "user:ada",
                        "key.revoke",
                        "key_1",
                        "done",
                        "req-2",
                        "{\"why\":\"Zoë\"}",
                        "")
                .chainedTo(FIRST.hash());

        assertEquals("d7234c3f9d25a4ed0e929e2b42511c0a369e890cbf4de7f41b3bd90367705d59", FIRST.hash());
        assertEquals("59c9a859ac4ab58c816778ad75e93f23bbb973e244b74d6fab7428937b817dbc", second.hash());
    }

    @Test
    void noTextCanMoveFromOneFieldIntoAnother() {
        Entry moved = new Entry(
                        FIRST.tenant(),
                        FIRST.seq(),
                        FIRST.time(),
                        FIRST.actor() + "k",
                        FIRST.action().substring(1),
                        FIRST.target(),
                        FIRST.outcome(),
                        FIRST.request(),
                        FIRST.detail(),
                        "")
                .chainedTo(Entry.START);

        assertNotEquals(FIRST.hash(), moved.hash());
    }
}
