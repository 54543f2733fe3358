package dev.atrium.room.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of rows.
@ComponentTest
final class PostingTest {

    @Inject
    Rooms rooms;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);
    private final List<Pushed> rows = new ArrayList<>();

    @Test
    void whatOnlyANewerVersionKnowsWaitsForItAndWhatIsBehindItToo() {
        push("before", new Wanted.Post(null, "before", null, List.of()));
        push("new", new Wanted.Unknown());
        push("behind", new Wanted.Post(null, "behind", null, List.of()));

        assertEquals(List.of(new Verdict.Posted(), new Verdict.Later(), new Verdict.Later()), post());
    }

    /// As one that was pushed before the functions refused it.
    @Test
    void whatComesUnderANameOfTheSuiteIsRefused() {
        for (String name : Pushed.RESERVED) {
            push(name, name, new Wanted.Post(null, "x", null, List.of()));
        }

        assertEquals(
                Collections.nCopies(rows.size(), new Verdict.Refused("sender is a name of the suite itself")), post());
    }

    private void push(String clientId, Wanted wanted) {
        push("billing", clientId, wanted);
    }

    private void push(String sender, String clientId, Wanted wanted) {
        rows.add(new Pushed(rows.size() + 1, tenant, room, sender, clientId, wanted, true));
    }

    /// The verdicts in the rows' order.
    private List<Verdict> post() {
        Map<Pushed, Verdict> verdicts = new Posting(rooms).post(rows);
        return rows.stream().map(verdicts::get).toList();
    }
}
