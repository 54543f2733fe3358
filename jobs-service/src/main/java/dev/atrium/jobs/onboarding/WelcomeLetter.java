package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.mail.Letter;
import dev.atrium.jobs.workflow.WorkflowKey;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;

/// The welcome mail, from its two templates. What the user wrote stands in the body only, never in a header.
@ApplicationScoped
class WelcomeLetter {

    private static final String SUBJECT = "Welcome to Atrium";

    private final Template text;
    private final Template html;

    WelcomeLetter(@Location("mail/welcome.txt") Template text, @Location("mail/welcome.html") Template html) {
        this.text = text;
        this.html = html;
    }

    /// @param key of the instance that sends it: the same instance sends the same mail
    Letter to(WorkflowKey key, OnboardingInput user) {
        return new Letter(
                key.tenant(),
                key.id() + "/welcome",
                user.address(),
                SUBJECT,
                text.data("name", user.name()).render(),
                html.data("name", user.name()).render());
    }
}
