package dev.atrium.jobs.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.retry.NonRetryableException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CourseTest {

    private final Course course = new Course(List.of(step("a", 0, StepKind.RUN), step("b", 1, StepKind.SLEEP)), 3);

    @Test
    void sameStepsInTheSameOrderAreFound() {
        assertNotNull(course.visit("a", StepKind.RUN).before());
        assertEquals(1, course.visit("b", StepKind.SLEEP).position());
        assertNull(course.visit("c", StepKind.RUN).before());
        course.end();
    }

    @Test
    void anotherStepInPlaceOfAKnownOneIsNoticed() {
        assertChanged("comes to step new where it had come to a", () -> course.visit("new", StepKind.RUN));
    }

    @Test
    void anotherOrderIsNoticed() {
        assertChanged("comes to step b where it had come to a", () -> course.visit("b", StepKind.SLEEP));
    }

    @Test
    void anotherKindIsNoticed() {
        course.visit("a", StepKind.RUN);
        assertChanged("has made another kind of step of b", () -> course.visit("b", StepKind.RUN));
    }

    @Test
    void missingStepIsNoticedAtTheEnd() {
        course.visit("a", StepKind.RUN);
        assertChanged("does not come to step b any more", course::end);
    }

    @Test
    void changeThatTheMethodCaughtIsNoticedAgain() {
        assertThrows(ChangedWorkflowException.class, () -> course.visit("new", StepKind.RUN));
        assertChanged("comes to step new where it had come to a", course::end);
    }

    @Test
    void noMoreStepsThanThereMayBe() {
        course.visit("a", StepKind.RUN);
        course.visit("b", StepKind.SLEEP);
        course.visit("c", StepKind.RUN);
        assertEquals(
                "it has more than 3 steps",
                assertThrows(NonRetryableException.class, () -> course.visit("d", StepKind.RUN))
                        .getMessage());
    }

    @Test
    void nameThatIsThereTwiceIsAFault() {
        course.visit("a", StepKind.RUN);
        assertThrows(IllegalStateException.class, () -> course.visit("a", StepKind.RUN));
    }

    private static void assertChanged(String how, Runnable steps) {
        ChangedWorkflowException changed = assertThrows(ChangedWorkflowException.class, steps::run);
        assertEquals("the workflow was changed under this instance: it " + how, changed.getMessage());
    }

    private static StepTable.Stored step(String name, int position, StepKind kind) {
        return new StepTable.Stored(name, position, kind, StepStatus.COMPLETE, 1, null, StoredResult.NONE, null);
    }
}
