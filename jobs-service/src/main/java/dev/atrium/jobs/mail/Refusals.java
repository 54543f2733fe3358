package dev.atrium.jobs.mail;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/// Raises the alarm when the mail server refuses us: no mail leaves until somebody mends that. Each refusal
/// counts as `atrium.jobs.mail.refused`; the log has one line a minute and node at most, however many mails
/// wait.
@ApplicationScoped
class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_ANSWER = 300;

    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

    Refusals(MeterRegistry metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /// @param answer what the server said
    void add(String answer) {
        metrics.counter("atrium.jobs.mail.refused").increment();
        Instant now = clock.instant();
        Instant before = last.get();
        if (before.isBefore(now.minus(PAUSE)) && last.compareAndSet(before, now)) {
            LOG.errorf(
                    "the mail server refuses mail, which waits and is tried again; look at atrium.smtp.* and at the"
                            + " account there: %s",
                    shown(answer));
        }
    }

    /// Without addresses, which are people's, and in one line.
    static String shown(String answer) {
        String line = answer.replaceAll("\\S*@\\S*", "<address>").replaceAll("\\s+|\\p{Cntrl}", " ");
        return line.length() > MAX_ANSWER ? line.substring(0, MAX_ANSWER) : line;
    }
}
