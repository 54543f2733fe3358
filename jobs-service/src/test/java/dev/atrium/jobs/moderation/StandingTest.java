package dev.atrium.jobs.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.moderation.Standing.Move;
import dev.atrium.jobs.moderation.rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How messages stand with the moderation.
final class StandingTest {

    private static final Standing WAITS = new Standing(ItemStatus.PENDING, false);
    private static final Standing HELD = new Standing(ItemStatus.PENDING, true);
    private static final Standing APPROVED = new Standing(ItemStatus.APPROVED, false);
    private static final Standing REJECTED = new Standing(ItemStatus.REJECTED, true);
    private static final Standing DELETED = new Standing(ItemStatus.DELETED, false);

    @Test
    void rulesFlagHoldAndReject() {
        assertEquals(WAITS, Standing.NONE.after(found(Verdict.FLAG, true)));
        assertEquals(HELD, Standing.NONE.after(found(Verdict.HOLD, true)));
        assertEquals(REJECTED, Standing.NONE.after(found(Verdict.REJECT, true)));
    }

    @Test
    void aMilderFindingTakesNothingBack() {
        assertEquals(HELD, HELD.after(found(Verdict.FLAG, true)));
        assertEquals(HELD, WAITS.after(found(Verdict.HOLD, false)));
        assertEquals(REJECTED, HELD.after(found(Verdict.REJECT, false)));
    }

    @Test
    void everyDecisionCanBeTakenBack() {
        for (Standing any : List.of(WAITS, HELD, APPROVED, REJECTED)) {
            assertEquals(APPROVED, any.after(new Move.Approved()));
            assertEquals(REJECTED, any.after(new Move.Rejected()));
        }
    }

    @Test
    void whatPeopleDecidedIsUndoneByPeopleOnlyUnlessTheTextIsAnotherOne() {
        for (Verdict verdict : Verdict.values()) {
            assertEquals(APPROVED, APPROVED.after(found(verdict, false)));
            assertEquals(REJECTED, REJECTED.after(found(verdict, true)));
        }
        assertEquals(APPROVED, APPROVED.after(new Move.Reported(false)));
        assertEquals(REJECTED, REJECTED.after(new Move.Reported(false)));
        assertEquals(HELD, APPROVED.after(found(Verdict.HOLD, true)));
        assertEquals(WAITS, APPROVED.after(new Move.Reported(true)));
        assertEquals(REJECTED, REJECTED.after(new Move.Reported(true)));
    }

    @Test
    void theFirstReportHasAModeratorLook() {
        assertEquals(WAITS, Standing.NONE.after(new Move.Reported(true)));
        assertEquals(HELD, HELD.after(new Move.Reported(false)));
    }

    @Test
    void whateverHappensWhatIsDeletedStaysSoAndWhatIsRejectedIsHidden() {
        Random random = new Random(5);
        List<Move> moves = new ArrayList<>(
                List.of(new Move.Approved(), new Move.Rejected(), new Move.Reported(true), new Move.Reported(false)));
        for (Verdict verdict : Verdict.values()) {
            moves.add(found(verdict, true));
            moves.add(found(verdict, false));
        }
        moves.forEach(move -> assertEquals(DELETED, DELETED.after(move)));
        for (int i = 0; i < 1_000; i++) {
            Standing standing = Standing.NONE;
            for (int step = 0; step < 10; step++) {
                standing = standing.after(moves.get(random.nextInt(moves.size())));
                assertTrue(standing.status() != ItemStatus.REJECTED || standing.hidden());
                assertTrue(standing.status() != ItemStatus.APPROVED || !standing.hidden());
            }
            assertEquals(DELETED, standing.after(new Move.Deleted()));
        }
    }

    private static Move found(Verdict verdict, boolean newText) {
        return new Move.Found(verdict, newText);
    }
}
