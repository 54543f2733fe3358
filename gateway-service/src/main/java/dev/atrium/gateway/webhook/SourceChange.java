package dev.atrium.gateway.webhook;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a source; what is absent stays.
///
/// @param name what the source is, for lists: 1 to 100 characters without control characters
/// @param action what is done with its deliveries from now on; `{}`: nothing
public record SourceChange(
        @Pattern(regexp = NewSource.NAME, message = NewSource.NAME_FORM) @Nullable
        String name,

        @Valid @Nullable SourceAction action) {

    @AssertTrue(message = "must change the name or the action")
    boolean isAny() {
        return name != null || action != null;
    }

    /// The names of what is changed.
    List<String> changed() {
        List<String> changed = new ArrayList<>();
        if (name != null) {
            changed.add("name");
        }
        if (action != null) {
            changed.add("action");
        }
        return changed;
    }
}
