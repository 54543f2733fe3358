package dev.atrium.gateway.webhook;

import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.template.TextTemplate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is done with each delivery of a source: one thing at most. If it is nothing, the source's maker is
/// notified, as far as they want that.
///
/// @param message a message is posted into a room; absent: none
/// @param workflow a workflow is told an event, with the delivery's body; absent: none
public record SourceAction(
        @Valid @Nullable Message message, @Valid @Nullable Signal workflow) {

    /// Nothing.
    static final SourceAction NONE = new SourceAction(null, null);

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String WORKFLOW = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}";
    private static final String EVENT = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}";

    /// @param room id of a room in which you may write
    /// @param text what is posted, with JSON Pointers into the body as places:
    ///     `{{/repository/full_name}}`; what is missing is empty, and nothing is posted where all of it
    ///     is
    public record Message(
            @NotNull @Pattern(regexp = UUID, message = "must be the id of a room")
            String room,

            @NotNull
            @Pattern(
                    regexp = "[\\P{Cc}\\n\\t]{1,1000}",
                    message = "must be 1 to 1,000 characters, no control characters")
            String text) {}

    /// @param id of an instance that you see
    /// @param event the name of the event, which happens once for an instance
    public record Signal(
            @NotNull @Pattern(regexp = WORKFLOW, message = "must be the id of a workflow instance")
            String id,

            @NotNull @Pattern(regexp = EVENT, message = "must be the name of an event")
            String event) {}

    boolean isAny() {
        return message != null || workflow != null;
    }

    /// @throws ProblemException `invalid-request` if it is more than one thing, or its text is no template
    void demandValid() {
        if (message != null && workflow != null) {
            throw ProblemException.invalidProperty("/action", "must be one thing: 'message' or 'workflow'");
        }
        if (message != null) {
            templateFault(message.text()).ifPresent(fault -> {
                throw ProblemException.invalidProperty("/action/message/text", fault);
            });
        }
    }

    private static Optional<String> templateFault(String text) {
        try {
            TextTemplate.parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Nullable
    RoomMessage roomMessage() {
        return message == null ? null : new RoomMessage(message.room(), message.text());
    }

    @Nullable
    WorkflowEvent workflowEvent() {
        return workflow == null ? null : new WorkflowEvent(workflow.id(), workflow.event());
    }
}
