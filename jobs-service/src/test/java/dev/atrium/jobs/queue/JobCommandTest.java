package dev.atrium.jobs.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each command makes of a job in each state; "-" means that it cannot be asked.
final class JobCommandTest {

    @ParameterizedTest
    @CsvSource({
        "QUEUED,    CANCELLED, QUEUED,  -,      -",
        "RUNNING,   CANCELLED, RUNNING, -,      -",
        "RETRYING,  CANCELLED, QUEUED,  -,      -",
        "PAUSED,    CANCELLED, -,       -,      -",
        "DONE,      -,         -,       -,      -",
        "DEAD,      -,         QUEUED,  QUEUED, DISCARDED",
        "CANCELLED, CANCELLED, QUEUED,  QUEUED, -",
        "DISCARDED, -,         -,       -,      DISCARDED"
    })
    void commandLeadsTo(JobState state, String cancel, String retry, String replay, String discard) {
        assertEquals(cancel, after(new JobCommand.Cancel(), state));
        assertEquals(retry, after(new JobCommand.Retry(), state));
        assertEquals(replay, after(new JobCommand.Replay(null, null, true), state));
        assertEquals(discard, after(new JobCommand.Discard(), state));
    }

    private static String after(JobCommand command, JobState state) {
        return command.makesOf(state).map(Enum::name).orElse("-");
    }
}
