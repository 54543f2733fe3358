package dev.atrium.room.personal;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells those who listen here what there is to read in the rooms of which they are members, and how far
/// they themselves have read, on whatever socket (RM-14).
@ApplicationScoped
final class Unreads {

    /// What a credential must allow to be told of rooms.
    private static final String SCOPE = "rooms:read";

    private final Audience audience;
    private final Memberships memberships;

    Unreads(Audience audience, Memberships memberships) {
        this.audience = audience;
        this.memberships = memberships;
    }

    /// Tells whom it concerns, if they are here.
    void tell(Event.RoomTidings tidings) {
        memberships.apply(tidings);
        Telling telling = new Telling(tidings);
        Set<Person> members =
                tidings.messages().isEmpty() ? Set.of() : memberships.of(new RoomKey(tidings.tenant(), tidings.room()));
        members.forEach(person -> telling.tell(person, true));
        for (String subject : tidings.readUpTo().keySet()) {
            Person person = new Person(tidings.tenant(), subject);
            if (!members.contains(person)) {
                telling.tell(person, false);
            }
        }
    }

    private final class Telling {

        private final Event.RoomTidings tidings;
        private final int messages;
        private final Set<String> mentioned;
        /// Most people hear the same.
        private final Map<PersonalFrame.Unread, byte[]> encoded = new HashMap<>();

        private Telling(Event.RoomTidings tidings) {
            this.tidings = tidings;
            this.messages = tidings.messages().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            this.mentioned = Set.copyOf(tidings.mentioned());
        }

        /// @param member whether the person is to hear of messages, too
        private void tell(Person person, boolean member) {
            int others = member ? messages - tidings.messages().getOrDefault(person.subject(), 0) : 0;
            Long marker = tidings.readUpTo().get(person.subject());
            if (others > 0 || marker != null) {
                audience.ears(person).forEach(ear -> tell(ear, others, marker));
            }
        }

        private void tell(Audience.Ear ear, int others, @Nullable Long marker) {
            if (ear.caller().may(SCOPE)) {
                boolean named = others > 0 && mentioned.contains(ear.caller().handle());
                PersonalFrame.Unread frame =
                        new PersonalFrame.Unread(tidings.room(), tidings.sequence(), others, named, marker);
                ear.hear(encoded.computeIfAbsent(frame, Json::bytes));
            }
        }
    }
}
