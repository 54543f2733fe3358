package dev.atrium.jobs.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /api/schedules/{id}`.
///
/// @param cron the five fields of a Unix crontab
/// @param zone of the IANA time zone database; null: UTC
/// @param type of the workflow to start
/// @param input as the workflow's type wants it
/// @param missed what becomes of times at which nothing could be started: `skip` (the default) or `run-once`
public record ScheduleRequest(
        @Nullable String cron,
        @Nullable String zone,
        @Nullable String type,
        @Nullable JsonNode input,
        @Nullable String missed) {

    /// @param workflows finds a workflow by its type
    /// @throws ProblemException `invalid-request` that names what is wrong
    ScheduleTable.Plan plan(Function<String, Optional<Workflow<?>>> workflows) {
        Workflow<?> workflow = Optional.ofNullable(type)
                .flatMap(workflows)
                .orElseThrow(() -> ProblemException.invalidProperty("/type", "must be a known type of workflow"));
        if (!workflow.isSchedulable()) {
            throw ProblemException.invalidProperty("/type", "must be a type that schedules may start");
        }
        if (input == null || !input.isObject()) {
            throw ProblemException.invalidProperty("/input", "must be an object");
        }
        Object parsed = workflow.parse(input);
        return new ScheduleTable.Plan(workflow.type(), Json.write(parsed), parsedCron(), parsedMissed());
    }

    private Cron parsedCron() {
        ZoneId zoneId;
        try {
            zoneId = zone == null ? Cron.zone("UTC") : Cron.zone(zone);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalidProperty("/zone", "must be a time zone like Europe/Berlin");
        }
        try {
            return new Cron(String.valueOf(cron), zoneId);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalidProperty("/cron", "must be the five fields of a crontab, like '0 6 * * 1'");
        }
    }

    private Missed parsedMissed() {
        return missed == null
                ? Missed.SKIP
                : Missed.labelled(missed)
                        .orElseThrow(
                                () -> ProblemException.invalidProperty("/missed", "must be one of " + Missed.labels()));
    }
}
