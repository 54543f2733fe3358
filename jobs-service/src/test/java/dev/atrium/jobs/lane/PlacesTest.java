package dev.atrium.jobs.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlacesTest {

    private final Places places = new Places(4, Map.of("export", 2));

    @Test
    void whoHasAllPlacesIsKnown() {
        take(3, "acme", null);
        assertFalse(places.standing().isAnyFull());
        take(1, "acme", null);
        take(3, "globex", null);

        assertTrue(places.standing().isAnyFull());
        assertEquals(List.of("acme"), places.standing().fullParties());
        assertEquals(Map.of("acme", 4, "globex", 3), places.standing().parties());
    }

    @Test
    void whoeverLeavesAPlaceLooksAgainWhereAllNodesTogetherHadNoMore() {
        take(1, "acme", null);
        take(1, "globex", null);
        assertFalse(places.leave(new Places.Holder("acme", null)));
        places.isShortInAll(true);

        assertTrue(places.leave(new Places.Holder("globex", null)));
    }

    @Test
    void whoHasAllThatItMayHaveOnAllNodesHasNoMoreHere() {
        take(1, "acme", null);
        take(3, "globex", null);

        Places.Standing within = places.standing().within(6, Map.of("acme", 6, "globex", 4, "initech", 1));

        assertEquals(4, within.mostOfAParty());
        assertEquals(Map.of("acme", 4, "globex", 3, "initech", 0), within.parties());
        assertEquals(List.of("acme"), within.fullParties());

        Places.Standing fewer = places.standing().within(2, Map.of("acme", 1, "globex", 3, "initech", 1));

        assertEquals(2, fewer.mostOfAParty());
        assertEquals(Map.of("acme", 1, "globex", 3, "initech", 1), fewer.parties());
    }

    @Test
    void typesHaveAMostOfTheirOwn() {
        take(1, "acme", "export");
        assertFalse(places.standing().isAnyFull());
        take(1, "globex", "export");
        take(2, "acme", "reminder");

        assertTrue(places.standing().isAnyFull());
        assertEquals(List.of("export"), places.standing().fullTypes());
        assertEquals(Map.of("export", 0), places.standing().free());
    }

    @Test
    void whoTakesTheLastPlaceLeavesWhatComesBehind() {
        Places.Holder acme = new Places.Holder("acme", null);
        Places.Holder export = new Places.Holder("acme", "export");
        take(4, "initech", null);
        take(2, "globex", "export");
        take(2, "acme", null);

        Places.Standing standing = places.standing();

        assertFalse(standing.isFilledBy(List.of()));
        assertFalse(standing.isFilledBy(List.of(acme)));
        assertTrue(standing.isFilledBy(List.of(acme, acme)));
        assertTrue(standing.isFilledBy(List.of(export)));
    }

    @Test
    void whatWasLeftIsLookedForWhenHalfOfThePlacesAreFreeAgain() {
        take(4, "acme", null);

        assertEquals(
                List.of(false, true, false, false),
                List.of(leave("acme"), leave("acme"), leave("acme"), leave("acme")));
        assertEquals(Map.of(), places.standing().parties());
    }

    @Test
    void whoNeverHadAllPlacesLeftNothing() {
        take(3, "acme", null);

        assertEquals(List.of(false, false, false), List.of(leave("acme"), leave("acme"), leave("acme")));
    }

    private void take(int count, String party, @Nullable String type) {
        for (int i = 0; i < count; i++) {
            places.take(new Places.Holder(party, type));
        }
    }

    private boolean leave(String party) {
        return places.leave(new Places.Holder(party, null));
    }
}
