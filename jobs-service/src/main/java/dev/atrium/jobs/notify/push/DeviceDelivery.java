package dev.atrium.jobs.notify.push;

import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.outside.Call;
import dev.atrium.jobs.outside.Outside;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.retry.RetryAfter;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Sends one message to one device by its push service (RFC 8030), so that only the device can read it
/// (RFC 8291). A push service that says that the device is gone is believed. A message that may have
/// been sent is sent again with the same topic, by which the service drops one of the two that still
/// wait.
///
/// A device is an address that anybody can give, so it costs little where nothing answers: few tries for a message, a
/// short time for each, and after some messages in a row that reached nobody a rest.
@ApplicationScoped
class DeviceDelivery implements JobHandler {

    /// The key is notification and device, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.push.device", JobClass.PUSH);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 3;

    /// Messages in a row that reached nobody.
    private static final int MOST_UNREACHED = 5;

    private static final Duration REST = Duration.ofDays(1);
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final int ANSWER_BYTES = 1_024;
    private static final int TOPIC_CHARACTERS = 32;

    private final DataSource dataSource;
    private final PushIdentity identity;
    private final Outside outside;
    private final InstantSource clock;

    DeviceDelivery(DataSource dataSource, PushIdentity identity, Outside outside, InstantSource clock) {
        this.dataSource = dataSource;
        this.identity = identity;
        this.outside = outside;
        this.clock = clock;
    }

    record Payload(UUID device, PushText text) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Payload payload = Json.read(job.payload(), Payload.class);
        Instant now = clock.instant();
        Target target = TenantConnections.inTenant(
                dataSource, job.tenant(), connection -> target(connection, job, payload.device(), now));
        Subscription device = target.device();
        if (device == null) {
            return new Outcome.Done("the device is gone");
        }
        if (!device.isAwake(now)) {
            return new Outcome.Done("the device was not reached again and again, and rests");
        }
        if (target.quiet() != null) {
            return new Outcome.Retry("its owner has quiet hours", target.quiet());
        }
        return switch (outside.post(call(job, device, payload.text()))) {
            case Reply.Answered answered -> answered(job, device, answered);
            case Reply.Busy busy -> new Outcome.Retry(busy.reason());
            case Reply.Failed failed -> unreached(job, device, "the push service: " + failed.reason());
            case Reply.Refused refused -> gone(job, device, refused.reason());
        };
    }

    /// @param device null: it is gone
    /// @param quiet for how long the quiet hours of its owner last; null: there are none now
    private record Target(
            @Nullable Subscription device, @Nullable Duration quiet) {}

    private static Target target(Connection connection, Job job, UUID device, Instant now) throws SQLException {
        return new Target(
                SubscriptionTable.find(connection, job.tenant(), device).orElse(null),
                PreferenceTable.find(connection, job.tenant(), job.subject())
                        .quietUntil(now)
                        .map(until -> Duration.between(now, until))
                        .orElse(null));
    }

    private Call call(Job job, Subscription device, PushText text) throws SQLException {
        byte[] body = MessageEncryptions.of()
                .encrypt(
                        UserAgentMessageEncryptionKeyInfo.of(device.p256dh(), device.auth()),
                        PushMessage.ofUTF8(Json.write(text)))
                .toBytes();
        String topic = job.id().toString().replace("-", "").substring(0, TOPIC_CHARACTERS);
        Map<String, String> headers = Map.of(
                "Authorization",
                identity.authorization(device.endpoint()),
                "Content-Encoding",
                "aes128gcm",
                "Content-Type",
                "application/octet-stream",
                "TTL",
                Long.toString(LIFETIME.toSeconds()),
                "Urgency",
                "normal",
                "Topic",
                topic);
        return new Call("push:" + job.tenant(), device.endpoint(), headers, body, TIMEOUT, ANSWER_BYTES);
    }

    private Outcome answered(Job job, Subscription device, Reply.Answered answer) throws SQLException {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            TenantConnections.inTenant(dataSource, job.tenant(), connection -> {
                SubscriptionTable.reached(connection, job.tenant(), device.id());
                return device;
            });
            return new Outcome.Done(null);
        }
        return switch (status) {
            case 404, 410 -> gone(job, device, "the push service knows it no more");
            case 408, 425, 429 -> later(job, "the push service answered " + status, wish(answer));
            default ->
                status >= 500
                        ? later(job, "the push service answered " + status, wish(answer))
                        : new Outcome.Dead("the push service answered " + status);
        };
    }

    /// How long the push service wants to be left alone (RFC 8030, 8.4).
    private @Nullable Duration wish(Reply.Answered answer) {
        return RetryAfter.parse(answer.headers().get("retry-after"), clock.instant())
                .orElse(null);
    }

    private static Outcome later(Job job, String reason, @Nullable Duration after) {
        return job.attempt() < MOST_TRIES
                ? new Outcome.Retry(reason, after)
                : new Outcome.Dead("gave up after " + MOST_TRIES + " attempts: " + reason);
    }

    private Outcome unreached(Job job, Subscription device, String reason) throws SQLException {
        Outcome outcome = later(job, reason, null);
        if (outcome instanceof Outcome.Dead) {
            Instant restsUntil = clock.instant().plus(REST);
            TenantConnections.inTenant(dataSource, job.tenant(), connection -> {
                SubscriptionTable.unreached(connection, job.tenant(), device.id(), MOST_UNREACHED, restsUntil);
                return outcome;
            });
        }
        return outcome;
    }

    private Outcome gone(Job job, Subscription device, String reason) throws SQLException {
        TenantConnections.inTenant(
                dataSource,
                job.tenant(),
                connection -> SubscriptionTable.delete(connection, job.tenant(), device.id()));
        return new Outcome.Done("the device is gone: " + reason);
    }
}
