package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Turns.Urgency;
import jakarta.enterprise.context.ApplicationScoped;

/// As [Scripted], for jobs that are urgent.
@ApplicationScoped
public class Urgent implements JobHandler {

    static final JobType TYPE = new JobType("test.urgent", JobClass.MEDIA, Urgency.HIGH);

    private final Scripted scripted;

    Urgent(Scripted scripted) {
        this.scripted = scripted;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws Exception {
        return scripted.handle(job);
    }
}
