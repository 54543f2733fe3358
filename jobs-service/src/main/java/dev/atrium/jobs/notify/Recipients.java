package dev.atrium.jobs.notify;

import dev.atrium.jobs.notify.mail.Addresses;
import dev.atrium.jobs.notify.preference.Channels;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.jobs.notify.push.SubscriptionTable;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Those who are to be told something in one transaction, which holds their inboxes.
final class Recipients {

    private final Map<String, Long> sequencesBefore;
    private final Map<String, Long> sequences;
    private final Map<String, Preferences> preferences;
    private final Set<String> left;
    private final Set<UUID> known;
    private final Reachable reachable;

    /// Who can be reached outside of the inbox.
    private record Reachable(Set<String> byMail, Set<String> byPush) {}

    private Recipients(
            Map<String, Long> sequences,
            Map<String, Preferences> preferences,
            Set<String> left,
            Set<UUID> known,
            Reachable reachable) {
        this.sequencesBefore = Map.copyOf(sequences);
        this.sequences = new HashMap<>(sequences);
        this.preferences = preferences;
        this.left = left;
        this.known = known;
        this.reachable = reachable;
    }

    /// Holds the inboxes in the order of the subjects until the connection's transaction ends, and asks what speaks
    /// against telling them.
    ///
    /// @param wanted what they are to be told, by its id
    static Recipients hold(Connection connection, TenantId tenant, Map<UUID, Notifier.Telling> wanted)
            throws SQLException {
        Set<String> subjects = new TreeSet<>();
        wanted.values().forEach(telling -> subjects.add(telling.notification().recipient()));
        Array array = Sql.array(connection, "text", subjects.stream());
        RoundTrip asked = new RoundTrip(connection);
        RoundTrip.Answer<List<Map.Entry<String, Long>>> sequences = InboxTable.lock(asked, tenant, array);
        RoundTrip.Answer<List<Map.Entry<String, Preferences>>> preferences = PreferenceTable.find(asked, tenant, array);
        RoundTrip.Answer<List<String>> left = Departures.left(asked, tenant, array);
        RoundTrip.Answer<List<UUID>> known =
                InboxTable.known(asked, tenant, Sql.array(connection, "uuid", wanted.keySet().stream()));
        RoundTrip.Answer<List<String>> addresses = Addresses.having(asked, tenant, array);
        RoundTrip.Answer<List<String>> devices = SubscriptionTable.having(asked, tenant, array);
        asked.send();
        return new Recipients(
                byKey(sequences.get()),
                byKey(preferences.get()),
                Set.copyOf(left.get()),
                Set.copyOf(known.get()),
                new Reachable(Set.copyOf(addresses.get()), Set.copyOf(devices.get())));
    }

    boolean hasAddress(String recipient) {
        return reachable.byMail().contains(recipient);
    }

    boolean hasDevice(String recipient) {
        return reachable.byPush().contains(recipient);
    }

    Preferences preferences(String recipient) {
        return preferences.getOrDefault(recipient, Preferences.USUAL);
    }

    /// The next number of the recipient's inbox for the notification.
    ///
    /// @param id the notification's
    /// @return empty if the recipient was told before, does not want to hear of it, or has left
    Optional<InboxTable.Arrival> arrival(UUID id, Notification notification) {
        String recipient = notification.recipient();
        Preferences wishes = preferences(recipient);
        Channels channels = wishes.channels(notification.category());
        if (left.contains(recipient)
                || known.contains(id)
                || wishes.isMuted(notification.topic())
                || !(channels.inApp() || channels.email() || channels.push())) {
            return Optional.empty();
        }
        long sequence = sequences.merge(recipient, 1L, Long::sum);
        return Optional.of(new InboxTable.Arrival(notification, !channels.inApp(), sequence));
    }

    /// The number of the last notification of the recipient's inbox.
    long last(String recipient) {
        return Objects.requireNonNull(sequences.get(recipient));
    }

    /// Stores what has come to the inboxes.
    ///
    /// @return how much there is in each of them now
    Map<String, InboxCount> take(Connection connection, TenantId tenant, List<InboxTable.Arrival> arrivals, Instant now)
            throws SQLException {
        Map<String, InboxTable.Came> came = new LinkedHashMap<>();
        for (InboxTable.Arrival arrival : arrivals) {
            String recipient = arrival.notification().recipient();
            came.put(recipient, new InboxTable.Came(arrival.sequence() - before(recipient), arrival.sequence()));
        }
        RoundTrip told = new RoundTrip(connection);
        InboxTable.add(told, connection, tenant, arrivals, now);
        InboxTable.trim(told, connection, tenant, came, now);
        RoundTrip.Answer<List<Map.Entry<String, InboxCount>>> counts =
                InboxTable.changed(told, connection, tenant, came);
        told.send();
        return byKey(counts.get());
    }

    private long before(String recipient) {
        return Objects.requireNonNull(sequencesBefore.get(recipient));
    }

    private static <V> Map<String, V> byKey(List<Map.Entry<String, V>> entries) {
        Map<String, V> map = new HashMap<>();
        entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }
}
