package dev.atrium.room.personal;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who listens at this node to what concerns itself. Thread-safe.
@ApplicationScoped
public final class Audience {

    private final Map<Person, Set<Ear>> ears = new ConcurrentHashMap<>();
    private final Memberships memberships;
    private volatile boolean hearing;

    /// One open socket of a person. Its methods are called on any thread.
    public interface Ear {

        /// Whose it is, with the credential that counts now.
        Caller caller();

        /// @param text an encoded frame, which must not be changed. Called in order
        void hear(byte[] text);
    }

    Audience(Memberships memberships) {
        this.memberships = memberships;
    }

    /// From now on the ear hears everything that concerns the person.
    public void join(Person person, Ear ear) {
        ears.compute(person, (_, present) -> {
            if (present == null) {
                memberships.follow(person);
            }
            Set<Ear> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(ear);
            return all;
        });
    }

    public void leave(Person person, Ear ear) {
        ears.computeIfPresent(person, (_, present) -> {
            present.remove(ear);
            if (present.isEmpty()) {
                memberships.forget(person);
            }
            return present.isEmpty() ? null : present;
        });
    }

    /// Whether this node hears of everything that happens: before, it must not take anybody in.
    public boolean isHearing() {
        return hearing;
    }

    void hears() {
        hearing = true;
    }

    /// Tells whom the event concerns, if it is here.
    void tell(Event event) {
        String subject = PersonalFrame.subject(event);
        PersonalFrame frame = PersonalFrame.of(event);
        if (subject == null || frame == null) {
            return;
        }
        Set<Ear> listening = ears(new Person(event.tenant(), subject));
        if (!listening.isEmpty()) {
            byte[] text = Json.bytes(frame);
            listening.forEach(ear -> ear.hear(text));
        }
    }

    /// The person's sockets here.
    Set<Ear> ears(Person person) {
        return ears.getOrDefault(person, Set.of());
    }
}
