package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Can make nothing of the events that a test names, until it does not name them any more.
@ApplicationScoped
public class Moody implements Subscriber {

    static final String CONSUMER = "test.moody";

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    void refuse(String event) {
        refused.add(event);
    }

    void take(String event) {
        refused.remove(event);
    }

    /// How often an event had its effect.
    long taken(String event) {
        return taken.stream().filter(event::equals).count();
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<EventType> wanted() {
        return Set.of(EventType.FILE_DELETED);
    }

    @Override
    public void apply(Connection connection, CloudEvent event) {
        if (refused.contains(event.id())) {
            throw new UnusableEventException("not in this mood");
        }
        taken.add(event.id());
    }
}
