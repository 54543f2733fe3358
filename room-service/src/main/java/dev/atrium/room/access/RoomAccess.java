package dev.atrium.room.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
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
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.web.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who may do what in one room, by what the log says. Deterministic, without I/O, threads or clocks; not thread-safe.
///
/// Nobody has less than what everybody has: a membership adds to it. Teams are members, too, and those who are in them
/// have by each what it gives them ([Membership]). A ban takes everything away, and the membership with it. A room has
/// an owner at any time who is it by itself, as a team can lose its last member; until it is deleted: then it has
/// nobody.
public final class RoomAccess {

    /// What only nodes have that relay rooms to others, for each of whom they ask. The gateway never grants it.
    public static final String RELAY_SCOPE = "rooms:relay";

    public static final int MEMBERS_MAX = 5_000;
    public static final int TEAMS_MAX = 100;
    public static final int BANS_MAX = 1_000;
    public static final int LINKS_MAX = 100;

    private static final int MEMBER_BYTES = 200;
    private static final int PLACE_BYTES = 100;

    /// By subjects, without those in `teams`.
    private final NavigableMap<String, Membership> members;
    /// By ids.
    private final NavigableMap<String, Membership> teams;
    private final NavigableMap<String, Ban> bans;
    private final NavigableMap<String, Link> links;
    private Settings settings;
    /// How many roles all members have by teams.
    private long places;

    private RoomAccess(
            Settings settings,
            NavigableMap<String, Membership> members,
            NavigableMap<String, Membership> teams,
            NavigableMap<String, Ban> bans,
            NavigableMap<String, Link> links) {
        this.settings = settings;
        this.members = members;
        this.teams = teams;
        this.bans = bans;
        this.links = links;
    }

    public static RoomAccess of(StoredAccess stored) {
        RoomAccess access =
                new RoomAccess(stored.settings(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        stored.members().forEach(access::put);
        stored.bans().forEach(ban -> access.bans.put(ban.subject(), ban));
        stored.links().forEach(link -> access.links.put(link.id(), link));
        return access;
    }

    /// The same, to go on with by itself.
    public RoomAccess copy() {
        RoomAccess copy = new RoomAccess(
                settings, new TreeMap<>(members), new TreeMap<>(teams), new TreeMap<>(bans), new TreeMap<>(links));
        copy.places = places;
        return copy;
    }

    public Settings settings() {
        return settings;
    }

    /// What a caller of the room's tenant may do: its role, within what its credential allows.
    ///
    /// @return empty if it may not even know that there is the room
    public Optional<Role> roleOf(Caller caller, Instant now) {
        if (settings.deleted()) {
            return Optional.empty();
        }
        if (caller.may(RELAY_SCOPE)) {
            return Optional.of(Role.VIEWER);
        }
        if (caller.isAnonymous()) {
            return settings.visibility() == Visibility.PUBLIC ? Optional.of(Role.VIEWER) : Optional.empty();
        }
        Role most = most(caller);
        return caller.may("rooms:read")
                ? roleOf(caller.subject(), now).map(role -> Role.lower(role, most))
                : Optional.empty();
    }

    /// Whether a caller's credential lets it send messages, and what is done to them.
    public static boolean mayComment(Caller caller) {
        return caller.may("messages:write") || caller.may("rooms:write");
    }

    private static Role most(Caller caller) {
        if (caller.may("rooms:write")) {
            return Role.OWNER;
        }
        return mayComment(caller) ? Role.COMMENTER : Role.VIEWER;
    }

    /// The role of somebody who has credentials.
    public Optional<Role> roleOf(String subject, Instant now) {
        if (settings.deleted() || isBanned(subject, now)) {
            return Optional.empty();
        }
        Optional<Role> own = member(subject).map(Membership::role);
        return settings.visibility() == Visibility.PUBLIC
                ? Optional.of(Role.higher(own.orElse(settings.everyone()), settings.everyone()))
                : own;
    }

    public Optional<Membership> member(String subject) {
        return Optional.ofNullable(members.get(subject));
    }

    /// How many members there are, without teams.
    public int memberCount() {
        return members.size();
    }

    /// @param request begins behind a subject
    public Page<Membership> members(PageRequest request) {
        return page(members, request, member -> member.who().subject());
    }

    /// A team that has a role.
    public Optional<Membership> team(String id) {
        return Optional.ofNullable(teams.get(id));
    }

    /// @param request begins behind an id
    public Page<Membership> teams(PageRequest request) {
        return page(teams, request, team -> Teams.id(team.who().subject()));
    }

    /// Those who have a role by a team, whether or not it still has one itself.
    public List<Membership> inTeam(String id) {
        return members.values().stream()
                .filter(member -> member.teams().containsKey(id))
                .toList();
    }

    public Optional<Ban> ban(String subject, Instant now) {
        return Optional.ofNullable(bans.get(subject)).filter(ban -> ban.isInForce(now));
    }

    /// Those that are in force.
    ///
    /// @param request begins behind a subject
    public Page<Ban> bans(PageRequest request, Instant now) {
        NavigableMap<String, Ban> inForce = new TreeMap<>(bans);
        inForce.values().removeIf(ban -> !ban.isInForce(now));
        return page(inForce, request, Ban::subject);
    }

    /// Those by which one can still join, the oldest first.
    public List<Link> links(Instant now) {
        return links.values().stream()
                .filter(link -> link.isOpen(now))
                .sorted(Comparator.comparing(Link::at).thenComparing(Link::id))
                .toList();
    }

    public Optional<Link> link(String id) {
        return Optional.ofNullable(links.get(id));
    }

    /// A link, if one can still join by it.
    public Optional<Link> openLink(String id, Instant now) {
        return link(id).filter(link -> link.isOpen(now));
    }

    /// Whether this sends a caller out of the room, whatever it may do afterwards. Who has left a team stays where
    /// everybody may be.
    public static boolean expels(AccessChange change, Caller caller) {
        return change instanceof MemberRemoved removed
                && !isOwn(removed)
                && !Teams.isBehind(removed.by())
                && !caller.isAnonymous()
                && removed.subject().equals(caller.subject());
    }

    /// Decides about a wish.
    ///
    /// @param stamp of the event that it may become
    public Ruling rule(Wish wish, Stamp stamp) {
        return new Rules(this, stamp).rule(wish);
    }

    /// Takes over what the log says has happened.
    public void apply(AccessChange change) {
        switch (change) {
            case RoomChanged changed ->
                settings = new Settings(
                        changed.name(),
                        changed.visibility(),
                        changed.everyone(),
                        settings.archived(),
                        settings.deleted());
            case RoomArchived moved ->
                settings = new Settings(
                        settings.name(),
                        settings.visibility(),
                        settings.everyone(),
                        moved.archived(),
                        settings.deleted());
            case RoomDeleted _ -> {
                settings = new Settings(
                        settings.name(), settings.visibility(), settings.everyone(), settings.archived(), true);
                members.clear();
                teams.clear();
                places = 0;
                bans.clear();
                links.clear();
            }
            case MemberSet set -> put(Membership.of(set));
            case MemberJoined joined -> {
                put(Membership.of(joined));
                links.computeIfPresent(joined.link(), (_, link) -> link.used(joined.uses()));
            }
            case MemberRemoved removed -> remove(removed.subject());
            case MemberBanned banned -> {
                makeRoom(bans, BANS_MAX, ban -> ban.isInForce(banned.at()));
                remove(banned.subject());
                bans.put(banned.subject(), Ban.of(banned));
            }
            case MemberUnbanned unbanned -> bans.remove(unbanned.subject());
            case LinkMade made -> {
                makeRoom(links, LINKS_MAX, link -> link.isOpen(made.at()));
                links.put(made.link(), Link.of(made));
            }
            case LinkRevoked revoked -> links.remove(revoked.link());
        }
    }

    /// Roughly what it occupies in memory.
    public long sizeBytes() {
        return MEMBER_BYTES * ((long) members.size() + teams.size() + bans.size() + links.size())
                + PLACE_BYTES * places;
    }

    boolean isBanned(String subject, Instant now) {
        return ban(subject, now).isPresent();
    }

    /// Whether this is the only owner who is it by itself.
    boolean isLastOwner(String subject) {
        Membership member = members.get(subject);
        return member != null
                && member.own() == Role.OWNER
                && members.values().stream()
                                .filter(other -> other.own() == Role.OWNER)
                                .limit(2)
                                .count()
                        == 1;
    }

    boolean takesMembers() {
        return members.size() < MEMBERS_MAX;
    }

    boolean takesTeams() {
        return teams.size() < TEAMS_MAX;
    }

    boolean takesBans(Instant now) {
        return bans.values().stream().filter(ban -> ban.isInForce(now)).count() < BANS_MAX;
    }

    boolean takesLinks(Instant now) {
        return links.values().stream().filter(link -> link.isOpen(now)).count() < LINKS_MAX;
    }

    Optional<Link> linkOf(String tokenHash) {
        return links.values().stream()
                .filter(link -> link.tokenHash().equals(tokenHash))
                .findFirst();
    }

    private void put(Membership member) {
        String subject = member.who().subject();
        if (Teams.isTeam(subject)) {
            teams.put(Teams.id(subject), member);
        } else {
            count(members.put(subject, member), -1);
            count(member, 1);
        }
    }

    private void remove(String subject) {
        if (Teams.isTeam(subject)) {
            teams.remove(Teams.id(subject));
        } else {
            count(members.remove(subject), -1);
        }
    }

    private void count(@Nullable Membership member, int sign) {
        places += member == null ? 0 : (long) sign * member.teams().size();
    }

    private static boolean isOwn(MemberRemoved removed) {
        return removed.by().subject().equals(removed.subject());
    }

    /// What is over stays known until its place is needed.
    private static <T> void makeRoom(NavigableMap<String, T> things, int max, Predicate<T> needed) {
        if (things.size() >= max) {
            things.values().removeIf(needed.negate());
        }
    }

    private static <T> Page<T> page(NavigableMap<String, T> things, PageRequest request, Function<T, String> key) {
        String after = request.position();
        NavigableMap<String, T> rest = after == null ? things : things.tailMap(after, false);
        return request.cut(rest.values().stream().limit(request.limitPlusOne()).toList(), key);
    }
}
