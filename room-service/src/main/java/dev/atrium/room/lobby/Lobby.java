package dev.atrium.room.lobby;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.placement.DefaultRoom;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Reply;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/// Each tenant's default room (RM-1): made when somebody first comes, and from then on a room like any
/// other, public, in which everybody of the tenant who has credentials writes.
///
/// It is made once. Its id follows from the tenant, and its owner node alone decides whether there is
/// such a room already; so whoever comes at the same time, to whichever gateway, and whatever is killed
/// in between, all mean one room. It belongs to no person but to `system:lobby`, and to the
/// administrators of the organisation, who become owners when they come.
@ApplicationScoped
public final class Lobby {

    private static final Actor MAKER = new Program("lobby").actor();

    private static final String ADMIN = "admin";

    private final Rooms rooms;
    private final String name;

    Lobby(Rooms rooms, LobbyConfig config) {
        this.rooms = rooms;
        this.name = config.name();
    }

    /// The default room of the caller's tenant, which may not be there yet.
    public static RoomKey of(Caller caller) {
        return new RoomKey(caller.tenant(), DefaultRoom.of(caller.tenant()));
    }

    /// Makes sure that the caller's default room is there; not that the caller may read it. Calls back once, as [Reply]
    /// does.
    ///
    /// @param refused if that is not possible here and now
    public void open(Caller caller, Runnable opened, Consumer<Decision.Refused> refused) {
        RoomKey key = of(caller);
        rooms.look(
                key,
                Visit.of(
                        (room, _) -> {
                            if (isToOwn(caller, room)) {
                                makeOwner(key, caller, opened, refused);
                            } else {
                                opened.run();
                            }
                        },
                        reason -> {
                            if (reason.type() == ProblemType.NOT_FOUND) {
                                make(key, caller, opened, refused);
                            } else {
                                refused.accept(reason);
                            }
                        }));
    }

    private void make(RoomKey key, Caller caller, Runnable opened, Consumer<Decision.Refused> refused) {
        Command create = new Command.Create(MAKER, name, Kind.CHAT, Visibility.PUBLIC).underClaimedId();
        submit(key, create, refused, () -> {
            if (isAdministrator(caller)) {
                makeOwner(key, caller, opened, refused);
            } else {
                opened.run();
            }
        });
    }

    private void makeOwner(RoomKey key, Caller caller, Runnable opened, Consumer<Decision.Refused> refused) {
        Wish wish = new Wish.SetMember(caller.subject(), caller.handle(), Role.OWNER);
        submit(key, new Command.ChangeAccess(MAKER, wish), refused, opened);
    }

    private static boolean isToOwn(Caller caller, Room room) {
        return isAdministrator(caller)
                && room.access()
                        .member(caller.subject())
                        .filter(member -> member.role() == Role.OWNER)
                        .isEmpty()
                && room.access()
                        .member(MAKER.subject())
                        .filter(member -> member.role() == Role.OWNER)
                        .isPresent();
    }

    /// With a credential that may not write, nobody becomes an owner. The commons have no administrators.
    private static boolean isAdministrator(Caller caller) {
        return caller.roles().contains(ADMIN)
                && caller.may("rooms:write")
                && !caller.tenant().equals(TenantId.COMMONS);
    }

    /// What the room refuses needs no answer: then somebody else has made it meanwhile, or its owners have banned the
    /// caller or taken the room from its maker.
    private void submit(RoomKey key, Command command, Consumer<Decision.Refused> refused, Runnable next) {
        Reply reply = outcome -> {
            if (outcome instanceof Outcome.Refused(Decision.Refused reason)
                    && reason.type() == ProblemType.UNAVAILABLE) {
                refused.accept(reason);
            } else {
                next.run();
            }
        };
        rooms.submit(key, command, null, reply);
    }
}
