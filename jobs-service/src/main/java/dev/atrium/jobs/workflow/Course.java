package dev.atrium.jobs.workflow;

import dev.atrium.jobs.retry.NonRetryableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way of one run through its steps, compared with that of the runs before: a method that comes to other steps,
/// or to the same ones in another order, was changed under its instances.
final class Course {

    private final Map<String, StepTable.Stored> byName = new HashMap<>();
    private final Map<Integer, String> byPosition = new HashMap<>();
    private final Set<String> visited = new HashSet<>();
    private final int mostSteps;
    private @Nullable ChangedWorkflowException fault;
    private boolean children;

    /// @param before the steps that are stored
    /// @param mostSteps how many the method may come to
    Course(Collection<StepTable.Stored> before, int mostSteps) {
        this.mostSteps = mostSteps;
        before.forEach(step -> {
            byName.put(step.name(), step);
            byPosition.put(step.position(), step.name());
        });
    }

    /// A step that the run has come to.
    ///
    /// @param position 0 for the first
    /// @param before what is stored of it; null if this run is the first to come to it
    record Visit(String name, int position, StepKind kind, StepTable.@Nullable Stored before) {}

    /// @throws ChangedWorkflowException if an earlier run has come to another step here
    /// @throws IllegalStateException if this run has come to the step before
    /// @throws NonRetryableException if it has come to as many as there may be
    Visit visit(String name, StepKind kind) {
        goesOn();
        int position = visited.size();
        if (position >= mostSteps) {
            throw new NonRetryableException("it has more than " + mostSteps + " steps");
        }
        if (!visited.add(name)) {
            throw new IllegalStateException("step " + name + " is there twice");
        }
        StepTable.Stored before = byName.get(name);
        String expected = byPosition.get(position);
        if (expected != null && !expected.equals(name)) {
            throw changed("comes to step " + name + " where it had come to " + expected);
        }
        if (before != null && before.position() != position) {
            throw changed("comes to step " + name + " at another place than before");
        }
        if (before != null && before.kind() != kind) {
            throw changed("has made another kind of step of " + name);
        }
        children |= kind == StepKind.CHILD;
        return new Visit(name, position, kind, before);
    }

    boolean hasChildren() {
        return children;
    }

    /// The method has returned.
    ///
    /// @throws ChangedWorkflowException if it came past steps that earlier runs had come to, or has caught one
    void end() {
        goesOn();
        byName.keySet().stream()
                .filter(name -> !visited.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw changed("does not come to step " + name + " any more");
                });
    }

    private void goesOn() {
        if (fault != null) {
            throw fault;
        }
    }

    private ChangedWorkflowException changed(String how) {
        fault = new ChangedWorkflowException(how);
        return fault;
    }
}
