package dev.atrium.jobs.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A handler that does what a test says, by the job's payload.
@ApplicationScoped
public class Scripted implements JobHandler {

    static final JobType TYPE = new JobType("test.scripted", JobClass.MEDIA);

    /// What to do with a job.
    @FunctionalInterface
    interface Act {
        Outcome handle(Job job) throws Exception;
    }

    private final Map<String, Act> acts = new ConcurrentHashMap<>();
    private final List<Job> handled = new CopyOnWriteArrayList<>();

    void on(String payload, Act act) {
        acts.put(payload, act);
    }

    List<Job> handled(String payload) {
        return handled.stream().filter(job -> job.payload().equals(payload)).toList();
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public boolean showsPayload() {
        return true;
    }

    @Override
    public Outcome handle(Job job) throws Exception {
        handled.add(job);
        return acts.getOrDefault(job.payload(), _ -> new Outcome.Done(null)).handle(job);
    }
}
