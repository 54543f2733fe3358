package dev.atrium.jobs.workflow;

import io.opentelemetry.context.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Runs steps at the same time, and ends when each has ended or can do nothing now.
final class Branches {

    private static final int AT_ONCE = 8;

    private sealed interface Ended<T> {
        record Value<T>(T value) implements Ended<T> {}

        record Failed<T>(RuntimeException failure) implements Ended<T> {}

        record Halted<T>(Halt halt) implements Ended<T> {}
    }

    private Branches() {}

    /// @return the values, in the order of the branches
    /// @throws Halt if any branch has to come again: until when all have ended, none is failed
    /// @throws RuntimeException that of the first branch that failed
    static <T> List<T> join(List<Supplier<T>> branches, InstantSource clock) {
        List<Callable<Ended<T>>> calls = new ArrayList<>();
        branches.forEach(branch -> calls.add(Context.current().wrap(() -> ended(branch))));
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("branch-", 0).factory())) {
            return values(
                    threads.invokeAll(calls).stream().map(Future::resultNow).toList());
        } catch (InterruptedException e) {
            throw Halt.until(clock.instant(), e);
        }
    }

    private static <T> Ended<T> ended(Supplier<T> branch) {
        try {
            return new Ended.Value<>(branch.get());
        } catch (Halt halt) {
            return new Ended.Halted<>(halt);
        } catch (RuntimeException e) {
            return new Ended.Failed<>(e);
        }
    }

    private static <T> List<T> values(List<Ended<T>> ends) {
        Optional<Halt> halted = ends.stream()
                .flatMap(end -> end instanceof Ended.Halted<T>(Halt halt)
                        ? Optional.of(halt).stream()
                        : Optional.<Halt>empty().stream())
                .reduce(Halt::and);
        if (halted.isPresent()) {
            throw halted.get();
        }
        List<T> values = new ArrayList<>();
        for (Ended<T> end : ends) {
            switch (end) {
                case Ended.Value<T>(T value) -> values.add(value);
                case Ended.Failed<T>(RuntimeException failure) -> throw failure;
                case Ended.Halted<T>(Halt halt) -> throw halt;
            }
        }
        return values;
    }
}
