package dev.atrium.platform.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// What one instance knows of everybody's use. With Redis it never says more than Redis would, so that
/// whoever is refused for sure is refused without asking; without Redis it decides.
///
/// Its memory is bounded: where more subjects come than it holds, some are forgotten, and have their whole
/// quota again.
final class LocalCounters {

    private static final long SUBJECTS_MAX = 50_000;

    private final LongSupplier micros;
    private final Cache<String, Long> points;

    /// @param micros a clock in microseconds that never goes back
    LocalCounters(LongSupplier micros) {
        this.micros = micros;
        this.points = Caffeine.newBuilder()
                .maximumSize(SUBJECTS_MAX)
                // A little work now and then costs less than a task for another thread.
                .executor(Runnable::run)
                .ticker(() -> micros.getAsLong() * 1_000)
                .expireAfter(Expiry.writing((String _, Long point) -> lifetime(point)))
                .build();
    }

    /// The verdict if it is known already that the charges cannot be made.
    Optional<Verdict> refusal(List<Charge> charges) {
        long now = micros.getAsLong();
        List<Long> present = present(charges, now);
        return suffices(charges, present, now)
                ? Optional.empty()
                : Optional.of(Gcra.verdict(charges, present, now, false));
    }

    /// Decides, and counts what was allowed.
    synchronized Verdict decide(List<Charge> charges) {
        long now = micros.getAsLong();
        List<Long> present = present(charges, now);
        if (!suffices(charges, present, now)) {
            return Gcra.verdict(charges, present, now, false);
        }
        List<Long> after = IntStream.range(0, charges.size())
                .mapToObj(i -> present.get(i) + Gcra.step(charges.get(i)))
                .toList();
        note(charges, after);
        return Gcra.verdict(charges, after, now, true);
    }

    /// Takes over what Redis knows.
    ///
    /// @param asked when Redis was asked, by the clock that these count by: its answer is younger
    void learn(List<Charge> charges, GcraScript.Answer answer, long asked) {
        note(
                charges,
                answer.points().stream()
                        .map(point -> point - answer.now() + asked)
                        .toList());
    }

    private void note(List<Charge> charges, List<Long> after) {
        for (int i = 0; i < charges.size(); i++) {
            points.asMap().merge(charges.get(i).key(), after.get(i), Math::max);
        }
    }

    private List<Long> present(List<Charge> charges, long now) {
        List<Long> present = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            Long point = points.getIfPresent(charge.key());
            present.add(Gcra.effective(charge, point == null ? now : point, now));
        }
        return present;
    }

    private static boolean suffices(List<Charge> charges, List<Long> present, long now) {
        for (int i = 0; i < charges.size(); i++) {
            if (Gcra.wait(charges.get(i), present.get(i), now) > 0) {
                return false;
            }
        }
        return true;
    }

    private Duration lifetime(long point) {
        return Duration.of(Math.max(1, point - micros.getAsLong()), ChronoUnit.MICROS);
    }
}
