package dev.atrium.jobs.notify.push;

import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.atrium.jobs.outside.Call;
import dev.atrium.jobs.outside.Outside;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Sends one message to one device by its push service (RFC 8030), so that only the device can read it
/// (RFC 8291). A push service that says that the device is gone is believed. A message that may have
/// been sent is sent again with the same topic, by which the service drops one of the two that still
/// wait.
@ApplicationScoped
class DeviceDelivery implements JobHandler {

    /// The key is notification and device, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.push.device", JobClass.PUSH);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final int ANSWER_BYTES = 1_024;
    private static final int TOPIC_CHARACTERS = 32;

    private final DataSource dataSource;
    private final PushIdentity identity;
    private final Outside outside;

    DeviceDelivery(DataSource dataSource, PushIdentity identity, Outside outside) {
        this.dataSource = dataSource;
        this.identity = identity;
        this.outside = outside;
    }

    record Payload(UUID device, PushText text) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Payload payload = Json.read(job.payload(), Payload.class);
        Optional<Subscription> device = TenantConnections.inTenant(
                dataSource,
                job.tenant(),
                connection -> SubscriptionTable.find(connection, job.tenant(), payload.device()));
        if (device.isEmpty()) {
            return new Outcome.Done("the device is gone");
        }
        return switch (outside.post(call(job, device.get(), payload.text()))) {
            case Reply.Answered answered -> answered(job, device.get(), answered.status());
            case Reply.Busy busy -> new Outcome.Retry(busy.reason());
            case Reply.Failed failed -> new Outcome.Retry("the push service: " + failed.reason());
            case Reply.Refused refused -> gone(job, device.get(), refused.reason());
        };
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

    private Outcome answered(Job job, Subscription device, int status) throws SQLException {
        if (status >= 200 && status < 300) {
            return new Outcome.Done(null);
        }
        return switch (status) {
            case 404, 410 -> gone(job, device, "the push service knows it no more");
            case 408, 425, 429 -> new Outcome.Retry("the push service answered " + status);
            default ->
                status >= 500
                        ? new Outcome.Retry("the push service answered " + status)
                        : new Outcome.Dead("the push service answered " + status);
        };
    }

    private Outcome gone(Job job, Subscription device, String reason) throws SQLException {
        TenantConnections.inTenant(
                dataSource,
                job.tenant(),
                connection -> SubscriptionTable.delete(connection, job.tenant(), device.id()));
        return new Outcome.Done("the device is gone: " + reason);
    }
}
