package dev.atrium.gateway.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.session.OwnRows;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.Preconditions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Keeps everybody's preferences.
@ApplicationScoped
class PreferenceStore {

    /// What a person's preferences may have, as JSON without blanks.
    static final int BYTES_MAX = 16 << 10;

    private final InstantSource clock;

    PreferenceStore(InstantSource clock) {
        this.clock = clock;
    }

    Uni<Preferences> get(Caller caller) {
        return OwnRows.of(caller.subject(), caller.tenant(), _ -> PreferenceRow.of(caller.subject()))
                .map(PreferenceStore::present);
    }

    /// Changes the caller's preferences; of several changes one comes after the other.
    ///
    /// @throws ProblemException `precondition-failed` if they are not as the caller believes;
    ///     `too-large` if there would be too much
    Uni<Preferences> change(Caller caller, Preconditions conditions, UnaryOperator<JsonNode> change) {
        return attempt(caller, conditions, change)
                // The first ones were stored in between: those are now changed.
                .onFailure(UniqueIndex::refused)
                .recoverWithUni(() -> attempt(caller, conditions, change));
    }

    private Uni<Preferences> attempt(Caller caller, Preconditions conditions, UnaryOperator<JsonNode> change) {
        return OwnRows.of(
                caller.subject(),
                caller.tenant(),
                session -> PreferenceRow.lock(caller.subject())
                        .chain(row -> change(session, caller, row, conditions, change)));
    }

    private Uni<Preferences> change(
            Mutiny.Session session,
            Caller caller,
            @Nullable PreferenceRow row,
            Preconditions conditions,
            UnaryOperator<JsonNode> change) {
        if (!hold(conditions, row)) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED, ProblemType.PRECONDITION_FAILED.cause());
        }
        ObjectNode next = checked(change.apply(present(row).document()));
        if (row == null) {
            PreferenceRow first = new PreferenceRow(caller, next, Timestamps.now(clock));
            return session.persist(first).chain(session::flush).map(_ -> Preferences.of(first));
        }
        row.become(caller, next, Timestamps.now(clock));
        return Uni.createFrom().item(Preferences.of(row));
    }

    /// There are always some to be read, with a tag; that nobody has put any yet one may say as well (`*`).
    private static boolean hold(Preconditions conditions, @Nullable PreferenceRow row) {
        return conditions.hold(present(row).tag()) || (row == null && conditions.hold(null));
    }

    private static Preferences present(@Nullable PreferenceRow row) {
        return row == null ? Preferences.NONE : Preferences.of(row);
    }

    private static ObjectNode checked(JsonNode document) {
        if (!(document instanceof ObjectNode object)) {
            throw ProblemException.invalidProperty("", "must be a JSON object");
        }
        if (object.toString().getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new ProblemException(ProblemType.TOO_LARGE, "Preferences may have at most " + BYTES_MAX + " bytes.");
        }

        return object;
    }
}
