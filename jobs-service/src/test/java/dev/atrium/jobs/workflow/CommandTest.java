package dev.atrium.jobs.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each command makes of an instance in each status; "-" means that it cannot be asked.
final class CommandTest {

    @ParameterizedTest
    @CsvSource({
        "QUEUED,    CANCELLED, PAUSED,  QUEUED,  -",
        "RUNNING,   CANCELLED, PAUSING, RUNNING, -",
        "WAITING,   CANCELLED, PAUSED,  WAITING, -",
        "PAUSING,   CANCELLED, PAUSING, RUNNING, -",
        "PAUSED,    CANCELLED, PAUSED,  QUEUED,  QUEUED",
        "COMPLETE,  -,         -,       -,       QUEUED",
        "FAILED,    -,         -,       -,       QUEUED",
        "CANCELLED, CANCELLED, -,       -,       QUEUED"
    })
    void commandLeadsTo(WorkflowStatus status, String cancel, String pause, String resume, String restart) {
        assertEquals(cancel, after(new Command.Cancel(), status));
        assertEquals(pause, after(new Command.Pause(), status));
        assertEquals(resume, after(new Command.Resume(), status));
        assertEquals(restart, after(new Command.Restart(null), status));
    }

    private static String after(Command command, WorkflowStatus status) {
        return command.makesOf(status).map(Enum::name).orElse("-");
    }
}
