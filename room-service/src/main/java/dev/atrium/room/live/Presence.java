package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who is in a room: a person once, however many sockets; those without a name only as a number.
final class Presence {

    private final NavigableMap<String, Person> people = new TreeMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    /// How many watch through each relay.
    private final Map<Member, Integer> relayed = new HashMap<>();

    private int viewers;
    private int viewersSaid;

    private static final class Person {

        private Actor who;
        private int sockets;
        private @Nullable String status;
        private @Nullable String colour;

        private Person(Actor who) {
            this.who = who;
        }

        private PersonView view() {
            return new PersonView(who.subject(), who.handle(), status, colour);
        }
    }

    void join(Member member) {
        if (member.isRelay()) {
            return;
        }
        if (member.isAnonymous()) {
            viewers++;
            return;
        }
        Person person = people.computeIfAbsent(member.subject(), _ -> new Person(member.who()));
        if (person.sockets == 0) {
            changed.add(member.subject());
        }
        person.sockets++;
        rename(member);
    }

    /// The person has the name that one of its sockets came with last.
    void rename(Member member) {
        Person person = people.get(member.subject());
        if (person != null && !person.who.equals(member.who())) {
            person.who = member.who();
            changed.add(member.subject());
        }
    }

    void leave(Member member) {
        if (member.isRelay()) {
            watch(member, 0);
            relayed.remove(member);
            return;
        }
        if (member.isAnonymous()) {
            viewers--;
            return;
        }
        people.computeIfPresent(member.subject(), (subject, person) -> {
            person.sockets--;
            if (person.sockets > 0) {
                return person;
            }
            changed.add(subject);
            return null;
        });
    }

    void appear(Member member, LiveCommand.Appear appearance) {
        Person person = people.get(member.subject());
        if (person != null) {
            person.status = appearance.status();
            person.colour = appearance.colour();
            changed.add(member.subject());
        }
    }

    void watch(Member relay, int watching) {
        Integer before = relayed.put(relay, watching);
        viewers += watching - (before == null ? 0 : before);
    }

    int people() {
        return people.size();
    }

    int viewers() {
        return viewers;
    }

    /// @param request begins behind a subject
    Page<PersonView> page(PageRequest request) {
        String after = request.position();
        NavigableMap<String, Person> rest = after == null ? people : people.tailMap(after, false);
        return request.cut(
                rest.values().stream()
                        .limit(request.limitPlusOne())
                        .map(Person::view)
                        .toList(),
                PersonView::subject);
    }

    boolean isDirty() {
        return !changed.isEmpty() || viewers != viewersSaid;
    }

    Optional<LiveFrame> drain() {
        if (!isDirty()) {
            return Optional.empty();
        }
        List<PersonView> here = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (String subject : changed) {
            Person person = people.get(subject);
            if (person == null) {
                left.add(subject);
            } else {
                here.add(person.view());
            }
        }
        changed.clear();
        viewersSaid = viewers;
        return Optional.of(new LiveFrame.Presence(people.size(), viewers, here, left));
    }
}
