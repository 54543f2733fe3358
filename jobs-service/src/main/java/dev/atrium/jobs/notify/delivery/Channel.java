package dev.atrium.jobs.notify.delivery;

import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobType;

/// A way out of the suite.
public enum Channel {
    EMAIL("email", "notify.mail", JobClass.MAIL),
    PUSH("push", "notify.push", JobClass.PUSH);

    private final String label;
    private final String job;
    private final JobClass jobClass;

    Channel(String label, String job, JobClass jobClass) {
        this.label = label;
        this.job = job;
        this.jobClass = jobClass;
    }

    /// As in tables.
    String label() {
        return label;
    }

    /// The jobs that deliver by it.
    public JobType job() {
        return new JobType(job, jobClass);
    }
}
