package dev.atrium.room.http;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.room.checkpoint.RoomLists;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which rooms a request asks for, by its query parameters `mine`, `kind`, `archived` and `order`.
///
/// @param byActivity those first where something was done last; else the newest first
record RoomListing(RoomLists.Filter filter, boolean byActivity) {

    /// @throws ProblemException `invalid-request` that names the parameter which is wrong
    static RoomListing of(
            @Nullable String mine, @Nullable String kind, @Nullable String archived, @Nullable String order) {
        boolean own = flag("mine", mine);
        RoomListing listing =
                new RoomListing(new RoomLists.Filter(own, kind(kind), flag("archived", archived)), isByActivity(order));
        if (listing.byActivity && !own) {
            // All that others may do in any room would have to be put in order.
            throw ProblemException.invalidParameter("order", "can be 'activity' with 'mine=true' only");
        }
        return listing;
    }

    private static boolean flag(String name, @Nullable String value) {
        return switch (value) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.invalidParameter(name, "must be true or false");
        };
    }

    private static @Nullable Kind kind(@Nullable String kind) {
        return kind == null
                ? null
                : found(kind)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "kind",
                                "must be one of "
                                        + Arrays.stream(Kind.values())
                                                .map(RoomListing::label)
                                                .collect(Collectors.joining(" "))));
    }

    private static Optional<Kind> found(String label) {
        return Arrays.stream(Kind.values())
                .filter(kind -> label(kind).equals(label))
                .findFirst();
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isByActivity(@Nullable String order) {
        return switch (order) {
            case null -> false;
            case "created" -> false;
            case "activity" -> true;
            default -> throw ProblemException.invalidParameter("order", "must be created or activity");
        };
    }
}
