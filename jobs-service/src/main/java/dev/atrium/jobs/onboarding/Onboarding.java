package dev.atrium.jobs.onboarding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.QueueConfig;
import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.workflow.StepFailedException;
import dev.atrium.jobs.workflow.StepPolicy;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a new user at home (JB-3): validates the data, keeps what was said of the user, makes a welcome
/// room for who can sign in, sends the welcome mail, and sets up how the user is notified. A mail that can
/// never be delivered, or would be one too many, does not keep the user from being set up, and neither does
/// a room that cannot be made.
@ApplicationScoped
public class Onboarding implements Workflow<OnboardingInput> {

    /// The type's name.
    public static final String TYPE = "onboarding";

    private final StepPolicy mailPolicy;
    private final Recipients recipients;
    private final WelcomeRoom room;
    private final WelcomeMail mail;

    Onboarding(QueueConfig queues, Recipients recipients, WelcomeRoom room, WelcomeMail mail) {
        this.mailPolicy = policy(Objects.requireNonNull(queues.limits().get(JobClass.MAIL)));
        this.recipients = recipients;
        this.room = room;
        this.mail = mail;
    }

    /// What an instance ends with.
    ///
    /// @param mail what became of the welcome mail
    /// @param room id of the welcome room; null: none was made
    public record Result(String userId, Mail mail, @Nullable String room) {

        /// What became of the mail.
        public enum Mail {
            @JsonProperty("sent")
            SENT,
            @JsonProperty("undeliverable")
            UNDELIVERABLE,
            /// The address was welcomed within a day, or who starts onboardings has had too many mails sent.
            @JsonProperty("limited")
            LIMITED
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    /// With a welcome room; [OnboardingWithoutRoom] is the one before.
    @Override
    public int version() {
        return 2;
    }

    /// By the instance it is known that somebody was set up.
    @Override
    public boolean isForgotten() {
        return false;
    }

    /// A schedule would write to an address that somebody else may own, for ever.
    @Override
    public boolean isSchedulable() {
        return false;
    }

    /// Who creates many users does not want to hear of each.
    @Override
    public boolean isToldWhenComplete() {
        return false;
    }

    @Override
    public Class<OnboardingInput> inputType() {
        return OnboardingInput.class;
    }

    @Override
    public OnboardingInput parse(JsonNode input) {
        return OnboardingInput.parse(input);
    }

    @Override
    public String instanceId(OnboardingInput input) {
        return TYPE + ":" + input.userId();
    }

    @Override
    public Result run(Steps steps, OnboardingInput user) {
        steps.run("validate", () -> validate(user));
        steps.write(
                "profile",
                connection ->
                        recipients.saveProfile(connection, steps.workflow().tenant(), user));
        String itsRoom = user.principal() == null ? null : welcomeRoom(steps, user.principal(), user.name());
        Result.Mail itsMail = welcomeMail(steps, user);
        steps.write(
                "settings",
                connection -> recipients.initialise(connection, steps.workflow().tenant(), user.subject()));
        return new Result(user.userId(), itsMail, itsRoom);
    }

    private @Nullable String welcomeRoom(Steps steps, String principal, String name) {
        try {
            String made = steps.run("welcome-room", String.class, () -> room.make(steps.workflow(), principal, name));
            return made.equals(WelcomeRoom.NONE) ? null : made;
        } catch (StepFailedException _) {
            return null;
        }
    }

    private Result.Mail welcomeMail(Steps steps, OnboardingInput user) {
        try {
            String sent = steps.with(mailPolicy)
                    .run("welcome-mail", String.class, () -> mail.send(steps.workflow(), steps.subject(), user));
            return sent.equals(WelcomeMail.NOT_SENT) ? Result.Mail.LIMITED : Result.Mail.SENT;
        } catch (StepFailedException _) {
            return Result.Mail.UNDELIVERABLE;
        }
    }

    /// As patient as with any other mail.
    private static StepPolicy policy(QueueConfig.Limits mail) {
        return new StepPolicy(mail.maxAttempts(), new Backoff(mail.firstDelay(), mail.maxDelay()), mail.deadline());
    }

    private static void validate(OnboardingInput user) {
        List<Problem.Fault> faults = user.faults();
        if (!faults.isEmpty()) {
            throw new NonRetryableException(faults.stream()
                    .map(fault -> fault.pointer() + " " + fault.detail())
                    .collect(Collectors.joining("; ")));
        }
    }
}
