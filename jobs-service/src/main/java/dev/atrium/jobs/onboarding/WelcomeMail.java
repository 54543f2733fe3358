package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.workflow.WorkflowKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/// Sends the welcome mail of an instance, once however often it is asked to, if one more may leave.
@ApplicationScoped
class WelcomeMail {

    /// Instead of a mail's id.
    static final String NOT_SENT = "";

    private final Welcomes welcomes;
    private final WelcomeLetter letter;
    private final Mailing mailing;

    WelcomeMail(Welcomes welcomes, WelcomeLetter letter, Mailing mailing) {
        this.welcomes = welcomes;
        this.letter = letter;
        this.mailing = mailing;
    }

    /// @param sender subject on whose behalf the instance runs
    /// @return the mail's id, or [#NOT_SENT]
    String send(WorkflowKey key, String sender, OnboardingInput user) throws SQLException {
        return welcomes.admit(key, sender, user.address()) ? mailing.send(letter.to(key, user)) : NOT_SENT;
    }
}
