package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.jobs.moderation.rule.HookSecrets;
import dev.atrium.jobs.moderation.rule.Rule;
import dev.atrium.jobs.outside.Call;
import dev.atrium.jobs.outside.Outside;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks a hook once, signed as webhooks are (Standard Webhooks).
@ApplicationScoped
class HookCall {

    private static final int ANSWER_BYTES = 16 * 1024;

    private final Outside outside;
    private final HookSecrets secrets;
    private final ModerationConfig config;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    HookCall(
            Outside outside, HookSecrets secrets, ModerationConfig config, MeterRegistry metrics, InstantSource clock) {
        this.outside = outside;
        this.secrets = secrets;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Body(String type, Instant timestamp, Data data) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Data(
            String message,
            String room,
            long sequence,
            Actor author,
            String content,
            @Nullable Attachment attachment,
            List<String> mentions) {}

    /// @param id of the question, the same each time that it is asked
    HookAnswer ask(Rule rule, String url, String id, MessagePosted message) throws InterruptedException {
        Instant start = clock.instant();
        byte[] body = Json.bytes(new Body(
                "moderation.check",
                message.at(),
                new Data(
                        message.message(),
                        message.room(),
                        message.sequence(),
                        message.sender(),
                        message.content(),
                        message.attachment(),
                        message.mentions())));
        byte[] signed = StandardWebhooks.signed(id, start.getEpochSecond(), body);
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "Atrium-Moderation/1",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(start.getEpochSecond()),
                "webhook-signature",
                StandardWebhooks.sign(secrets.open(rule), signed));
        Reply reply = outside.post(
                new Call("moderation:" + rule.tenant(), url, headers, body, config.hookTimeout(), ANSWER_BYTES));
        HookAnswer answer = HookAnswer.of(reply, clock.instant());
        metrics.timer("atrium.moderation.hook", "outcome", outcome(answer))
                .record(Duration.between(start, clock.instant()));
        return answer;
    }

    private static String outcome(HookAnswer answer) {
        return switch (answer) {
            case HookAnswer.Judged judged ->
                judged.verdict()
                        .map(verdict -> verdict.name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("approve");
            case HookAnswer.Away _ -> "away";
        };
    }
}
