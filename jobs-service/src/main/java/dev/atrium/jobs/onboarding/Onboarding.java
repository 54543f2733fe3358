package dev.atrium.jobs.onboarding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.mail.Letter;
import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.workflow.StepFailedException;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Makes a new user at home (JB-3): validates the data, keeps a profile for whoever writes to the user
/// later, sends the welcome mail, and sets up how the user is notified. A mail that can never be
/// delivered, or would be one too many, does not keep the user from being set up.
@ApplicationScoped
public class Onboarding implements Workflow<OnboardingInput> {

    /// The type's name.
    public static final String TYPE = "onboarding";

    /// Instead of a mail's id.
    private static final String NOT_SENT = "";

    private final OnboardingConfig config;
    private final Mailing mailing;
    private final WelcomeLetter welcome;
    private final Recipients recipients;
    private final Welcomes welcomes;

    Onboarding(
            OnboardingConfig config, Mailing mailing, WelcomeLetter welcome, Recipients recipients, Welcomes welcomes) {
        this.config = config;
        this.mailing = mailing;
        this.welcome = welcome;
        this.recipients = recipients;
        this.welcomes = welcomes;
    }

    /// What an instance ends with.
    ///
    /// @param mail what became of the welcome mail
    public record Result(String userId, Mail mail) {

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
        Result.Mail mail = welcome(steps, user);
        steps.write(
                "settings",
                connection -> recipients.initialise(connection, steps.workflow().tenant(), user.userId()));
        return new Result(user.userId(), mail);
    }

    private Result.Mail welcome(Steps steps, OnboardingInput user) {
        try {
            String sent = steps.with(config.mailPolicy())
                    .run("welcome-mail", String.class, () -> send(steps.workflow(), steps.subject(), user));
            return sent.equals(NOT_SENT) ? Result.Mail.LIMITED : Result.Mail.SENT;
        } catch (StepFailedException _) {
            return Result.Mail.UNDELIVERABLE;
        }
    }

    private String send(WorkflowKey key, String sender, OnboardingInput user) throws SQLException {
        if (!welcomes.admit(key, sender, user.address())) {
            return NOT_SENT;
        }
        Letter letter = welcome.to(key, user);
        return mailing.send(letter);
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
