package dev.atrium.jobs.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.mail.Profiles;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The user who is new.
///
/// @param userId 1 to 128 letters, digits and `.` `_` `:` `@` `-`, the first a letter or digit
/// @param email an address that mail can be sent to
/// @param name 1 to 100 characters, no control characters
/// @param principal subject as which the user signs in; null: that is not known. No request can name one: it gets a
/// room
public record OnboardingInput(
        String userId, String email, String name, @Nullable String principal) {

    private static final Set<String> PROPERTIES = Set.of("userId", "email", "name");
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");
    private static final int MAX_NAME = 100;

    /// Controls, line and paragraph separators, and the marks that change the direction of writing.
    private static final Pattern NOT_IN_NAMES =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

    /// @throws NullPointerException if an event left one out
    public OnboardingInput {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(name, "name");
    }

    /// A user of whom somebody says so.
    public OnboardingInput(String userId, String email, String name) {
        this(userId, email, name, null);
    }

    /// @throws ProblemException `invalid-request` that names every fault
    static OnboardingInput parse(JsonNode input) {
        List<Problem.Fault> faults = new ArrayList<>();
        input.fieldNames().forEachRemaining(name -> {
            if (!PROPERTIES.contains(name)) {
                faults.add(Problem.Fault.inBody("/input/" + pointer(name), "this property is not known"));
            }
        });
        OnboardingInput parsed = new OnboardingInput(
                text(input, "userId", faults), text(input, "email", faults), text(input, "name", faults));
        if (faults.isEmpty()) {
            faults.addAll(parsed.faults());
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The input has " + faults.size() + " fault(s).", faults, null);
        }
        return parsed;
    }

    /// What is wrong with it; empty if nothing is.
    List<Problem.Fault> faults() {
        List<Problem.Fault> faults = new ArrayList<>();
        if (!USER_ID.matcher(userId).matches()) {
            faults.add(Problem.Fault.inBody(
                    "/input/userId",
                    "must be 1 to 128 letters, digits, '.', '_', ':', '@', '-', the first a letter or digit"));
        }
        if (MailAddress.parse(email).isEmpty()) {
            faults.add(Problem.Fault.inBody("/input/email", "must be a mail address, at most 254 characters"));
        }
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || NOT_IN_NAMES.matcher(name).find()) {
            faults.add(Problem.Fault.inBody(
                    "/input/name", "must be 1 to 100 characters, not blank, without control characters"));
        }
        return faults;
    }

    /// The address to write to.
    ///
    /// @throws java.util.NoSuchElementException if the input has faults
    MailAddress address() {
        return MailAddress.parse(email).orElseThrow();
    }

    /// What is kept of the user.
    ///
    /// @throws java.util.NoSuchElementException if the input has faults
    Profiles.Profile profile() {
        return new Profiles.Profile(userId, address().value(), name, principal);
    }

    /// Who is notified as this user.
    String subject() {
        return principal == null ? "user:" + userId : principal;
    }

    private static String text(JsonNode input, String property, List<Problem.Fault> faults) {
        JsonNode value = input.get(property);
        if (value == null || value.isNull()) {
            faults.add(Problem.Fault.inBody("/input/" + property, "is required"));
            return "";
        }
        if (!value.isTextual()) {
            faults.add(Problem.Fault.inBody("/input/" + property, "must be a string"));
            return "";
        }
        return value.textValue();
    }

    /// A name as a segment of a JSON Pointer, cut where it is long.
    private static String pointer(String name) {
        String cut = name.substring(0, Math.min(name.length(), MAX_NAME));
        return cut.replace("~", "~0").replace("/", "~1");
    }
}
