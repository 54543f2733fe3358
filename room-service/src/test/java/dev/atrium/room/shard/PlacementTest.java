package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.placement.PlacementFollower;
import dev.atrium.platform.placement.PlacementTable;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Everybody who follows the placements finds a room's owner, also when it changes (RM-2).
@ComponentTest
final class PlacementTest {

    private static final int SHARDS = 8;

    @ConfigProperty(name = "atrium.room.node.url")
    URI here;

    @Inject
    KafkaClients kafka;

    @Test
    void aRoomIsFoundAtItsOwnerAlsoAfterItMoved() {
        Caller ada = Api.user(Api.newTenant(), "ada");
        String room = Api.newRoom(ada);
        try (PlacementFollower follower = PlacementFollower.start(kafka)) {
            PlacementTable table = follower.table();
            await().until(() -> table.owner(room, SecondNode.URL).equals(Optional.of(here)));

            try (SecondNode second = new SecondNode()) {
                await().until(() -> second.countOpen() == SHARDS / 2);
                await().until(() -> Set.copyOf(table.nodes()).equals(Set.of(here, SecondNode.URL)));
            }

            await().until(() -> table.nodes().equals(List.of(here)) && table.countUnowned() == 0);
            assertEquals(Optional.of(here), table.owner(room, SecondNode.URL));
        }
    }
}
