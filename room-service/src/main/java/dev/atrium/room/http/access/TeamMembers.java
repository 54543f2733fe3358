package dev.atrium.room.http.access;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.room.access.Membership;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps the members of rooms in step with those of teams: each of them by an event of its own, so that whoever follows
/// a room need not know of teams. All of it can be done again, and be cut off anywhere.
@ApplicationScoped
final class TeamMembers {

    /// Some go into the log together; a shard has others to serve.
    private static final int AT_ONCE = 32;

    private final RoomReader reader;
    private final RoomWriter writer;

    TeamMembers(RoomReader reader, RoomWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /// A part of all subjects, in the order of their UTF-16 code units.
    ///
    /// @param from the first; null: from the beginning
    /// @param to the last; null: to the end
    record Part(@Nullable String from, @Nullable String to) {

        private boolean has(String subject) {
            return (from == null || subject.compareTo(from) >= 0) && (to == null || subject.compareTo(to) <= 0);
        }
    }

    /// Gives those who are in a room by a team what it gives now, which may be nothing. Who leaves the team meanwhile
    /// stays away.
    Uni<Void> align(RoomKey key, String team) {
        return reader.inspect(key, access -> access.inTeam(team))
                .flatMap(present -> each(
                        key,
                        present.stream()
                                .map(member ->
                                        new Wish.KeepInTeam(team, member.who().subject()))
                                .toList()))
                .replaceWithVoid();
    }

    /// Says who is in a team.
    ///
    /// @param part of whom it is said
    /// @param members by their subjects, what they are called; all of the part
    /// @return how many are not in the room though they should be, because it is full
    Uni<Integer> set(RoomKey key, String team, Part part, Map<String, String> members) {
        return reader.inspect(key, access -> access.inTeam(team)).flatMap(present -> {
            List<Wish.SetInTeam> leaving = present.stream()
                    .map(Membership::who)
                    .filter(who -> part.has(who.subject()) && !members.containsKey(who.subject()))
                    .map(who -> new Wish.SetInTeam(team, who.subject(), null))
                    .toList();
            Stream<Wish.SetInTeam> staying = members.entrySet().stream()
                    .map(member -> new Wish.SetInTeam(team, member.getKey(), member.getValue()));
            // They leave their places to those who come.
            return each(key, leaving).flatMap(_ -> each(key, staying.toList()));
        });
    }

    /// Says what a team is called.
    ///
    /// @param name null: there is no such team any more
    Uni<Void> name(RoomKey key, String team, @Nullable String name) {
        return writer.change(key, new Command.ChangeAccess(Teams.ACTOR, new Wish.NameTeam(team, name)));
    }

    private Uni<Integer> each(RoomKey key, List<? extends Wish> wishes) {
        return Multi.createFrom()
                .iterable(wishes)
                .onItem()
                .transformToUni(wish -> place(key, wish))
                .merge(AT_ONCE)
                .filter(placed -> !placed)
                .collect()
                .asList()
                .map(List::size);
    }

    /// @return false if the room is full
    private Uni<Boolean> place(RoomKey key, Wish wish) {
        return writer.changeOneOfMany(key, new Command.ChangeAccess(Teams.ACTOR, wish))
                .replaceWith(true)
                .onFailure(ProblemException.ofType(ProblemType.CONFLICT))
                .recoverWithItem(false);
    }
}
