package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Check;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Rule;
import dev.atrium.jobs.moderation.rule.Verdict;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks a hook about a message, and does what it says. One that cannot be asked holds nobody up: after some tries its
/// rule says what becomes of the message.
@ApplicationScoped
class HookJob implements JobHandler {

    /// The key is rule, room and number of the event, the payload a [Question].
    static final JobType TYPE = new JobType("moderation.hook", JobClass.HOOK);

    private final HookCall call;
    private final HookRests rests;
    private final Moderating moderating;
    private final ModerationConfig config;

    HookJob(HookCall call, HookRests rests, Moderating moderating, ModerationConfig config) {
        this.call = call;
        this.rests = rests;
        this.moderating = moderating;
        this.config = config;
    }

    /// @param message as it is since an event of this number
    record Question(UUID rule, MessagePosted message, long since) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Question question = Json.read(job.payload(), Question.class);
        Optional<Rule> rule = moderating.hook(question.rule(), question.message());
        if (rule.isEmpty() || !rule.get().enabled() || !(rule.get().check() instanceof Check.Hook hook)) {
            return new Outcome.Done("the rule is gone");
        }
        return switch (ask(job, rule.get(), hook, question)) {
            case HookAnswer.Judged judged -> {
                if (judged.verdict().isPresent()) {
                    found(question, Finding.of(rule.get(), judged.verdict().get(), judged.reasons()));
                }
                yield new Outcome.Done(null);
            }
            case HookAnswer.Away away
            when job.attempt() < config.hookTries() -> new Outcome.Retry("the hook " + away.reason(), wish(away));
            case HookAnswer.Away away -> {
                Optional<Verdict> instead = instead(hook.whenAway());
                if (instead.isPresent()) {
                    found(question, Finding.of(rule.get(), instead.get(), "the hook " + away.reason()));
                }
                yield new Outcome.Done("the hook " + away.reason());
            }
        };
    }

    private HookAnswer ask(Job job, Rule rule, Check.Hook hook, Question question) throws InterruptedException {
        if (rests.rests(rule.id())) {
            return new HookAnswer.Away("does not answer at the moment");
        }
        HookAnswer answer = call.ask(rule, hook.url(), job.id().toString(), question.message());
        switch (answer) {
            case HookAnswer.Judged _ -> rests.answered(rule.id());
            case HookAnswer.Away _ -> rests.failed(rule.id());
        }
        return answer;
    }

    /// How long it is left alone before it is asked about the message again. Not longer than one that
    /// does not answer at all: the message is seen by all meanwhile.
    private @Nullable Duration wish(HookAnswer.Away away) {
        Duration wish = away.after();
        return wish == null || wish.compareTo(config.hookRest()) < 0 ? wish : config.hookRest();
    }

    private void found(Question question, Finding finding) throws SQLException {
        moderating.found(question.message(), question.since(), List.of(finding));
    }

    private static Optional<Verdict> instead(Check.WhenAway whenAway) {
        return switch (whenAway) {
            case APPROVE -> Optional.empty();
            case FLAG -> Optional.of(Verdict.FLAG);
            case HOLD -> Optional.of(Verdict.HOLD);
        };
    }
}
