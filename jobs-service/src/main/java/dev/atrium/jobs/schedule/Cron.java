package dev.atrium.jobs.schedule;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/// When something happens, by the clock of a time zone.
///
/// @param expression the five fields of a Unix crontab: minute, hour, day of month, month, day of week
/// @param zone of the IANA time zone database
record Cron(String expression, ZoneId zone) {

    private static final int MAX_LENGTH = 100;
    private static final Pattern FIVE_FIELDS = Pattern.compile("\\S+( \\S+){4}");

    /// @throws IllegalArgumentException if the expression is not one
    Cron {
        if (expression.length() > MAX_LENGTH || !FIVE_FIELDS.matcher(expression).matches()) {
            throw new IllegalArgumentException("must be the five fields of a crontab");
        }
        var _ = schedule(expression, zone);
    }

    /// @throws IllegalArgumentException if there is no such zone
    static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time zone like Europe/Berlin", e);
        }
    }

    /// The first time after the given one; empty if there is none.
    Optional<Instant> next(Instant after) {
        Instant next = schedule(expression, zone).getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
        return next.isBefore(Schedule.NEVER) ? Optional.of(next) : Optional.empty();
    }

    private static CronSchedule schedule(String expression, ZoneId zone) {
        return new CronSchedule(expression, zone, CronStyle.UNIX);
    }
}
