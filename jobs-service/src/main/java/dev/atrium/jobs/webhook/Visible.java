package dev.atrium.jobs.webhook;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/// What callers see: for everything else the answer is the same as for what is not there.
final class Visible {

    private Visible() {}

    /// The endpoint, locked until the transaction ends.
    ///
    /// @throws ProblemException `not-found` unless it is the caller's, or the caller is an admin of its
    ///     organisation
    static Endpoint endpoint(Connection connection, Caller who, UUID id) throws SQLException {
        return EndpointTable.lock(connection, new EndpointKey(who.tenant(), id))
                .filter(endpoint -> Access.sees(who, endpoint.subject()))
                .orElseThrow(ProblemException::notFound);
    }

    /// @throws IllegalArgumentException if the text is not the place of something with a UUID
    static Place place(String text) {
        Place place = Place.parse(text);
        if (!UUID.fromString(place.id()).toString().equals(place.id())) {
            throw new IllegalArgumentException("not a place: " + text);
        }
        return place;
    }
}
