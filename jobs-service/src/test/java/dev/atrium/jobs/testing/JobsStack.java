package dev.atrium.jobs.testing;

import dev.atrium.platform.testing.GatedStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the service's tests run on: real PostgreSQL, Kafka, S3 (which can be taken away) and mail
/// catcher; a stand-in for the other services; a relay before the mail catcher that can break; and a
/// clock that ticks faster.
public final class JobsStack implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, String> FASTER = Map.ofEntries(
            Map.entry("atrium.lane.poll", "100ms"),
            Map.entry("atrium.lane.heartbeat", "250ms"),
            // So that a machine that is busy does not take over its own work.
            Map.entry("atrium.lane.missed-heartbeats", "60"),
            Map.entry("atrium.lane.stop-grace", "2s"),
            Map.entry("atrium.operator.tenant", Api.OPERATORS),
            Map.entry("atrium.queue.class.media.first-delay", "20ms"),
            Map.entry("atrium.queue.class.media.max-delay", "100ms"),
            Map.entry("atrium.queue.class.media.max-attempts", "5"),
            Map.entry("atrium.queue.class.media.deadline", "5s"),
            Map.entry("atrium.queue.class.media.concurrency", "4"),
            Map.entry("atrium.queue.class.mail.first-delay", "20ms"),
            Map.entry("atrium.queue.class.mail.max-delay", "100ms"),
            Map.entry("atrium.queue.class.push.first-delay", "20ms"),
            Map.entry("atrium.queue.class.push.max-delay", "100ms"),
            Map.entry("atrium.queue.class.moderation.first-delay", "20ms"),
            Map.entry("atrium.queue.class.moderation.max-delay", "100ms"),
            Map.entry("atrium.queue.class.hook.first-delay", "20ms"),
            Map.entry("atrium.queue.class.hook.max-delay", "100ms"),
            Map.entry("atrium.queue.class.fanout.first-delay", "20ms"),
            Map.entry("atrium.queue.class.fanout.max-delay", "100ms"),
            Map.entry("atrium.queue.class.worker.first-delay", "20ms"),
            Map.entry("atrium.queue.class.worker.max-delay", "100ms"),
            Map.entry("atrium.worker.backlog-in-commons", "3"),
            Map.entry("atrium.moderation.hook-rest", "1h"),
            Map.entry("atrium.notifications.mail-grace", "0s"),
            Map.entry("atrium.queue.class.export.first-delay", "20ms"),
            Map.entry("atrium.queue.class.export.max-delay", "100ms"),
            Map.entry("atrium.export.max-messages", "300"),
            Map.entry("atrium.export.max-open", "3"),
            Map.entry("atrium.export.request-timeout", "5s"),
            Map.entry("atrium.workflow.step-first-delay", "20ms"),
            Map.entry("atrium.workflow.step-max-delay", "100ms"),
            Map.entry("atrium.workflow.step-max-attempts", "4"),
            Map.entry("atrium.workflow.step-timeout", "20s"),
            Map.entry("atrium.workflow.inline-result", "64K"),
            Map.entry("atrium.workflow.max-result", "1M"),
            Map.entry("atrium.store.attempts", "1"),
            Map.entry("atrium.backup.segment", "256K"),
            Map.entry("atrium.backup.grace", "0s"),
            Map.entry("atrium.backup.max", "5"),
            Map.entry("atrium.backup.max-upload", "20M"),
            Map.entry("atrium.onboarding.welcomes-per-key", "3"),
            Map.entry("atrium.outside.allowed-networks", "127.0.0.1/32"),
            Map.entry("atrium.outside.ports", "1-65535"),
            Map.entry("atrium.outside.plain-http", "true"),
            Map.entry("atrium.webhook.timeout", "5s"),
            Map.entry("atrium.webhook.pauses", "50ms,100ms,200ms"),
            Map.entry("atrium.webhook.turn", "2s"),
            Map.entry("atrium.webhook.backlog", "5000"),
            Map.entry("atrium.file-processing.derive-timeout", "2s"),
            Map.entry("atrium.file-processing.room-timeout", "5s"));

    private static volatile @Nullable GatedStack stack;

    private @Nullable StandIn standIn;
    private @Nullable SmtpRelay relay;
    private @Nullable Mails mails;

    @Override
    public Map<String, String> start() {
        GatedStack started = GatedStack.start("postgres,kafka,s3,mail", "atrium.s3.endpoint");
        stack = started;
        Map<String, String> settings = new HashMap<>(started.settings());
        try {
            int smtp = Integer.parseInt(Objects.requireNonNull(settings.get("atrium.smtp.port")));
            // The catcher's HTTP port is the one behind its SMTP port.
            mails = new Mails("http://127.0.0.1:" + (smtp + 1));
            standIn = new StandIn();
            relay = new SmtpRelay(smtp);
            settings.put("atrium.media.url", standIn.url());
            settings.put("atrium.room.url", standIn.url());
            settings.put("atrium.smtp.port", Integer.toString(relay.port()));
            settings.put("atrium.smtp.username", "atrium");
            settings.put("atrium.smtp.password", "secret");
            settings.putAll(FASTER);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(standIn, new TestInjector.MatchesType(StandIn.class));
        injector.injectIntoFields(relay, new TestInjector.MatchesType(SmtpRelay.class));
        injector.injectIntoFields(mails, new TestInjector.MatchesType(Mails.class));
    }

    @Override
    public void stop() {
        if (standIn != null) {
            standIn.close();
        }
        if (relay != null) {
            relay.close();
        }
        stack().close();
    }

    /// Runs something while the object store is gone.
    public static void withoutStorage(Runnable work) {
        stack().without(work);
    }

    private static GatedStack stack() {
        return Objects.requireNonNull(stack);
    }
}
