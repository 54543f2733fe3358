package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.LinkMade;
import dev.atrium.platform.roomlog.RoomEvent.LinkRevoked;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.MemberUnbanned;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomArchived;
import dev.atrium.platform.roomlog.RoomEvent.RoomChanged;
import dev.atrium.platform.roomlog.RoomEvent.RoomDeleted;
import dev.atrium.platform.roomlog.Teams;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules by which access may be changed.
final class Rules {

    /// Who ends what is left of an organisation that was deleted: jobs-service. No caller of the API can be it.
    private static final String DISSOLUTION = "system:dissolution";

    private static final Ruling.Refused LAST_OWNER =
            Ruling.Refused.conflict("A room needs an owner: make somebody else one first.");
    private static final Ruling.Refused BY_A_TEAM = Ruling.Refused.conflict(
            "This member is in the room by a team: it leaves when it leaves the team, or the team the room.");
    private static final Ruling.Refused FULL =
            Ruling.Refused.conflict("A room has at most " + RoomAccess.MEMBERS_MAX + " members.");

    private final RoomAccess access;
    private final Stamp stamp;
    private final String author;

    Rules(RoomAccess access, Stamp stamp) {
        this.access = access;
        this.stamp = stamp;
        this.author = stamp.by().subject();
    }

    Ruling rule(Wish wish) {
        if (wish instanceof Wish.Join join) {
            return join(join);
        }
        if (wish instanceof Wish.Dissolve) {
            return dissolve();
        }
        if (wish instanceof Wish.NameTeam || wish instanceof Wish.SetInTeam || wish instanceof Wish.KeepInTeam) {
            boolean isOfTeams = Teams.isBehind(stamp.by()) && !access.settings().deleted();
            return isOfTeams ? permitted(wish) : new Ruling.Hidden();
        }
        Optional<Role> role = access.roleOf(author, stamp.at());
        boolean leaves =
                wish instanceof Wish.RemoveMember remove && remove.subject().equals(author);
        if (role.isEmpty()) {
            return new Ruling.Hidden();
        }
        return leaves || role.get() == Role.OWNER ? permitted(wish) : Ruling.Refused.needs(Role.OWNER);
    }

    private Ruling permitted(Wish wish) {
        return switch (wish) {
            case Wish.Describe describe -> describe(describe);
            case Wish.Archive archive -> archive(archive.archived());
            case Wish.DeleteRoom _ -> delete();
            case Wish.Dissolve _ -> dissolve();
            case Wish.SetMember set -> set(set);
            case Wish.RemoveMember remove -> remove(remove.subject());
            case Wish.PutTeam put -> put(put);
            case Wish.RemoveTeam remove -> removeTeam(remove.team());
            case Wish.NameTeam name -> name(name);
            case Wish.SetInTeam set -> setInTeam(set);
            case Wish.KeepInTeam keep -> keepInTeam(keep);
            case Wish.PutBan ban -> ban(ban);
            case Wish.LiftBan lift -> lift(lift.subject());
            case Wish.MakeLink make -> make(make);
            case Wish.RevokeLink revoke -> revoke(revoke.link());
            case Wish.Join join -> join(join);
        };
    }

    /// Nobody who is in the room has a say in it.
    private Ruling dissolve() {
        boolean isTheDissolution = author.equals(DISSOLUTION);
        return isTheDissolution && !access.settings().deleted() ? delete() : new Ruling.Hidden();
    }

    private Ruling delete() {
        return change(new RoomDeleted(stamp.tenant(), stamp.room(), stamp.sequence(), stamp.at(), stamp.by()));
    }

    private Ruling describe(Wish.Describe wish) {
        Settings now = access.settings();
        Settings then = new Settings(
                or(wish.name(), now.name()),
                or(wish.visibility(), now.visibility()),
                or(wish.everyone(), now.everyone()),
                now.archived(),
                now.deleted());
        return then.equals(now)
                ? new Ruling.Nothing()
                : change(new RoomChanged(
                        stamp.tenant(),
                        stamp.room(),
                        stamp.sequence(),
                        stamp.at(),
                        stamp.by(),
                        then.name(),
                        then.visibility(),
                        then.everyone()));
    }

    private Ruling archive(boolean archived) {
        return access.settings().archived() == archived
                ? new Ruling.Nothing()
                : change(new RoomArchived(
                        stamp.tenant(), stamp.room(), stamp.sequence(), stamp.at(), stamp.by(), archived));
    }

    private Ruling set(Wish.SetMember wish) {
        Optional<Membership> present = access.member(wish.subject());
        String known = present.map(member -> member.who().handle()).orElse(wish.subject());
        Membership member =
                new Membership(new Actor(wish.subject(), or(wish.handle(), known)), wish.role(), teams(present));
        if (present.equals(Optional.of(member))) {
            return new Ruling.Nothing();
        }
        if (access.isBanned(wish.subject(), stamp.at())) {
            return Ruling.Refused.conflict("Who is banned cannot be a member: take the ban back first.");
        }
        if (wish.role() != Role.OWNER && access.isLastOwner(wish.subject())) {
            return LAST_OWNER;
        }
        return present.isEmpty() && !access.takesMembers() ? FULL : change(set(member));
    }

    private static Map<String, Role> teams(Optional<Membership> present) {
        return present.map(Membership::teams).orElse(Map.of());
    }

    private MemberSet set(Membership member) {
        return new MemberSet(
                stamp.tenant(),
                stamp.room(),
                stamp.sequence(),
                stamp.at(),
                stamp.by(),
                member.who(),
                member.role(),
                member.own(),
                member.teams());
    }

    /// Also who is no member can be sent out of a room; but what a team gives, the team takes.
    private Ruling remove(String subject) {
        boolean leaves = subject.equals(author);
        if (access.isLastOwner(subject)) {
            return LAST_OWNER;
        }
        Membership present = access.member(subject).orElse(null);
        if (present != null && !present.teams().isEmpty()) {
            return present.own() == null
                    ? BY_A_TEAM
                    : change(set(new Membership(present.who(), null, present.teams())));
        }
        return leaves && present == null ? new Ruling.Nothing() : change(removed(subject));
    }

    private MemberRemoved removed(String subject) {
        return new MemberRemoved(stamp.tenant(), stamp.room(), stamp.sequence(), stamp.at(), stamp.by(), subject);
    }

    /// Of a team that is new it is not known yet how it is called, nor whether there is one.
    private Ruling put(Wish.PutTeam wish) {
        Optional<Membership> present = access.team(wish.team());
        String subject = Teams.subject(wish.team());
        Membership team = new Membership(present.map(Membership::who).orElse(new Actor(subject, subject)), wish.role());
        if (present.equals(Optional.of(team))) {
            return new Ruling.Nothing();
        }
        return present.isEmpty() && !access.takesTeams()
                ? Ruling.Refused.conflict("A room has at most " + RoomAccess.TEAMS_MAX + " teams.")
                : change(set(team));
    }

    private Ruling removeTeam(String team) {
        return access.team(team).isPresent() ? change(removed(Teams.subject(team))) : new Ruling.Nothing();
    }

    private Ruling name(Wish.NameTeam wish) {
        Membership team = access.team(wish.team()).orElse(null);
        if (team == null || team.who().handle().equals(wish.name())) {
            return new Ruling.Nothing();
        }
        return wish.name() == null
                ? removeTeam(wish.team())
                : change(set(new Membership(new Actor(team.who().subject(), wish.name()), team.role())));
    }

    /// Who is banned has nothing, by teams either; when the ban has ended it is asked for again.
    private Ruling setInTeam(Wish.SetInTeam wish) {
        Optional<Membership> present = access.member(wish.subject());
        Map<String, Role> teams = new HashMap<>(teams(present));
        Membership team = access.team(wish.team()).orElse(null);
        if (wish.handle() == null || team == null) {
            teams.remove(wish.team());
        } else if (!access.isBanned(wish.subject(), stamp.at())) {
            teams.put(wish.team(), team.role());
        }
        Role own = present.map(Membership::own).orElse(null);
        if (teams.equals(teams(present))) {
            return new Ruling.Nothing();
        }
        if (own == null && teams.isEmpty()) {
            return change(removed(wish.subject()));
        }
        Actor who = present.map(Membership::who).orElseGet(() -> new Actor(wish.subject(), or(wish.handle(), "")));
        return present.isEmpty() && !access.takesMembers() ? FULL : change(set(new Membership(who, own, teams)));
    }

    /// Whoever asks may have read the members before somebody left the team.
    private Ruling keepInTeam(Wish.KeepInTeam wish) {
        return access.member(wish.subject())
                .filter(member -> member.teams().containsKey(wish.team()))
                .map(member -> setInTeam(new Wish.SetInTeam(
                        wish.team(), wish.subject(), member.who().handle())))
                .orElseGet(Ruling.Nothing::new);
    }

    private Ruling ban(Wish.PutBan wish) {
        if (wish.subject().equals(author)) {
            return Ruling.Refused.conflict("You cannot ban yourself.");
        }
        if (access.isLastOwner(wish.subject())) {
            return LAST_OWNER;
        }
        Optional<Ban> present = access.ban(wish.subject(), stamp.at());
        boolean same = present.filter(ban -> Objects.equals(ban.expiresAt(), wish.expiresAt())
                        && Objects.equals(ban.reason(), wish.reason()))
                .isPresent();
        if (same) {
            return new Ruling.Nothing();
        }
        return present.isEmpty() && !access.takesBans(stamp.at())
                ? Ruling.Refused.conflict("A room has at most " + RoomAccess.BANS_MAX + " bans.")
                : change(new MemberBanned(
                        stamp.tenant(),
                        stamp.room(),
                        stamp.sequence(),
                        stamp.at(),
                        stamp.by(),
                        wish.subject(),
                        wish.expiresAt(),
                        wish.reason()));
    }

    private Ruling lift(String subject) {
        return access.isBanned(subject, stamp.at())
                ? change(new MemberUnbanned(
                        stamp.tenant(), stamp.room(), stamp.sequence(), stamp.at(), stamp.by(), subject))
                : new Ruling.Nothing();
    }

    private Ruling make(Wish.MakeLink wish) {
        Link made = access.link(wish.link()).orElse(null);
        if (made != null) {
            return made.isAs(wish)
                    ? Ruling.Refused.conflict("The link " + made.id()
                            + " was made already, and its token told: revoke it, and make another.")
                    : new Ruling.Refused(
                            ProblemType.UNPROCESSABLE,
                            "This Idempotency-Key was used for a link with another content.");
        }
        return access.takesLinks(stamp.at())
                ? change(new LinkMade(
                        stamp.tenant(),
                        stamp.room(),
                        stamp.sequence(),
                        stamp.at(),
                        stamp.by(),
                        wish.link(),
                        wish.tokenHash(),
                        wish.role(),
                        wish.expiresAt(),
                        wish.maxUses()))
                : Ruling.Refused.conflict("A room has at most " + RoomAccess.LINKS_MAX + " links: revoke one.");
    }

    private Ruling revoke(String link) {
        return access.link(link).isPresent()
                ? change(new LinkRevoked(stamp.tenant(), stamp.room(), stamp.sequence(), stamp.at(), stamp.by(), link))
                : new Ruling.Nothing();
    }

    /// Whoever cannot join learns nothing else: neither of the link nor of the room.
    private Ruling join(Wish.Join wish) {
        Link link = access.linkOf(wish.tokenHash()).orElse(null);
        if (link == null || access.isBanned(author, stamp.at())) {
            return new Ruling.Hidden();
        }
        Optional<Membership> present = access.member(author);
        if (present.filter(member -> member.role().isAtLeast(link.role())).isPresent()) {
            return new Ruling.Nothing();
        }
        if (!link.isOpen(stamp.at())) {
            return new Ruling.Hidden();
        }
        return present.isEmpty() && !access.takesMembers()
                ? FULL
                : change(new MemberJoined(
                        stamp.tenant(),
                        stamp.room(),
                        stamp.sequence(),
                        stamp.at(),
                        stamp.by(),
                        link.role(),
                        link.id(),
                        link.uses() + 1,
                        teams(present)));
    }

    private static Ruling change(AccessChange event) {
        return new Ruling.Change(event);
    }

    private static <T> T or(@Nullable T wished, T present) {
        return wished == null ? present : wished;
    }
}
