package dev.atrium.jobs.reminder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Reminds who starts it: at a time, after a while, or, where a schedule starts it, each time that the
/// schedule says. Whatever is killed, one reminder is one notification.
@ApplicationScoped
public class Reminder implements Workflow<ReminderInput> {

    /// The type's name.
    static final String TYPE = "reminder";

    private final Notifier notifier;
    private final ReminderConfig config;
    private final InstantSource clock;

    Reminder(Notifier notifier, ReminderConfig config, InstantSource clock) {
        this.notifier = notifier;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /// The reminder itself tells it.
    @Override
    public boolean isToldWhenComplete() {
        return false;
    }

    @Override
    public int mostOpen() {
        return config.maxOpen();
    }

    @Override
    public Class<ReminderInput> inputType() {
        return ReminderInput.class;
    }

    @Override
    public ReminderInput parse(JsonNode input) {
        return ReminderInput.parse(input, clock.instant());
    }

    /// Who wants to be reminded of the same twice is reminded twice.
    @Override
    public String instanceId(ReminderInput input) {
        return TYPE + ":" + Ids.next();
    }

    @Override
    public @Nullable Object run(Steps steps, ReminderInput input) {
        if (input.at() != null) {
            steps.sleepUntil("wait", input.at());
        } else if (input.after() != null) {
            steps.sleep("wait", input.after());
        }
        steps.write(
                "remind",
                connection -> notifier.add(connection, steps.workflow().tenant(), notification(steps, input)));
        return null;
    }

    private static Notification notification(Steps steps, ReminderInput input) {
        String source = "workflow:" + steps.workflow().id();
        return Notification.of(source, steps.subject(), Category.REMINDER, input.text())
                .withBody(input.fitsTitle() ? null : input.text())
                .withLink(input.leadsTo())
                .withData(input.place())
                .about("workflow:" + TYPE);
    }
}
