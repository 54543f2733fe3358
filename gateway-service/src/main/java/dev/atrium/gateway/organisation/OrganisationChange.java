package dev.atrium.gateway.organisation;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What is to be changed of an organisation; what is absent stays.
public record OrganisationChange(
        @Size(max = 100)
        @Pattern(regexp = "(?=.*\\S)\\P{Cc}*", message = "must not be blank or contain control characters")
        @Nullable
        String name,

        @Pattern(regexp = NewOrganisation.SLUG, message = NewOrganisation.SLUG_FORM) @Nullable
        String slug) {

    @AssertTrue(message = "must change the name or the slug")
    boolean isAny() {
        return name != null || slug != null;
    }
}
