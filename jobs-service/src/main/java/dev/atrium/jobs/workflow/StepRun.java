package dev.atrium.jobs.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// The steps of one run of one instance.
final class StepRun implements Steps {

    /// What all policies' views of one run share.
    ///
    /// @param owner the thread of the workflow's method
    private record Shared(Course course, Attempts attempts, Waits waits, Thread owner) {}

    private final Shared shared;
    private final StepPolicy policy;

    private StepRun(Shared shared, StepPolicy policy) {
        this.shared = shared;
        this.policy = policy;
    }

    /// Steps for the calling thread.
    static Steps of(Course course, Attempts attempts, Waits waits, StepPolicy policy) {
        return new StepRun(new Shared(course, attempts, waits, Thread.currentThread()), policy);
    }

    @Override
    public WorkflowKey workflow() {
        return shared.attempts().store().key();
    }

    @Override
    public String subject() {
        return shared.waits().subject();
    }

    @Override
    public Steps with(StepPolicy other) {
        return new StepRun(shared, other);
    }

    @Override
    public <T> T run(String name, Class<T> as, Action<T> action) {
        return shared.attempts().result(visit(name, StepKind.RUN), policy, as, action);
    }

    @Override
    public void run(String name, Effect effect) {
        shared.attempts().effect(visit(name, StepKind.RUN), policy, effect);
    }

    @Override
    public void write(String name, Write write) {
        shared.attempts().write(visit(name, StepKind.RUN), policy, write);
    }

    @Override
    public <T> List<T> parallel(Class<T> as, SequencedMap<String, Action<T>> actions) {
        List<Supplier<T>> branches = new ArrayList<>();
        actions.forEach((name, action) -> {
            Course.Visit visit = visit(name, StepKind.RUN);
            branches.add(() -> shared.attempts().result(visit, policy, as, action));
        });
        return Branches.join(branches, shared.attempts().store().clock());
    }

    @Override
    public void sleep(String name, Duration duration) {
        shared.waits().sleep(visit(name, StepKind.SLEEP), duration);
    }

    @Override
    public void sleepUntil(String name, Instant time) {
        shared.waits().sleepUntil(visit(name, StepKind.SLEEP), time);
    }

    @Override
    public <T> Optional<Signal<T>> waitFor(String name, Class<T> as, Duration timeout) {
        return shared.waits().event(visit(name, StepKind.EVENT), as, timeout);
    }

    @Override
    public <T> T child(String name, String type, Object input, Class<T> as) {
        return shared.waits().child(visit(name, StepKind.CHILD), type, input, as);
    }

    private Course.Visit visit(String name, StepKind kind) {
        if (Thread.currentThread() != shared.owner()) {
            throw new IllegalStateException("step " + name + " is run inside of another step");
        }
        return shared.course().visit(name, kind);
    }
}
