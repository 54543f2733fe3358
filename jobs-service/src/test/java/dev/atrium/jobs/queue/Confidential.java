package dev.atrium.jobs.queue;

import jakarta.enterprise.context.ApplicationScoped;

/// A handler whose payloads only the owners of its jobs may know; they say how a job ends.
@ApplicationScoped
public class Confidential implements JobHandler {

    static final JobType TYPE = new JobType("test.confidential", JobClass.FANOUT);
    static final String DIES = "{\"secret\":\"dies\"}";

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) {
        return job.payload().equals(DIES) ? new Outcome.Dead("as it was told") : new Outcome.Done(null);
    }
}
