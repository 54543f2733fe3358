package dev.atrium.gateway.user;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a user; what is absent stays.
public record UserChange(
        @Email @Size(min = 1, max = 254) @Nullable String email,

        @Size(max = 100)
        @Pattern(regexp = "(?=.*\\S)\\P{Cc}*", message = "must not be blank or contain control characters")
        @Nullable
        String name) {

    @AssertTrue(message = "must change the e-mail address or the name")
    boolean isAny() {
        return email != null || name != null;
    }
}
