package dev.atrium.room.http.personal;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.Draft;
import jakarta.validation.constraints.NotNull;

/// The body that saves a draft.
///
/// @param content at most 16,000 characters; blank to end the draft
record NewDraft(@NotNull String content) {

    /// @throws ProblemException if the content is not valid
    String validContent() {
        Draft.contentFault(content).ifPresent(fault -> {
            throw ProblemException.invalidProperty("/content", fault);
        });
        return content;
    }
}
