package dev.atrium.gateway.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A feature that gives the records of topics their effect. Every bean of this type is found when a dead
/// letter is replayed.
public interface Subscriber {

    /// Never changes, because dead letters are kept under it.
    String consumer();

    /// What it reads.
    Set<Topic> topics();

    /// Gives a record its effect, once however often it comes; what is not for this feature has none. While
    /// the database is away it waits. To be called on a Vert.x context.
    ///
    /// Fails if nothing can be made of the record.
    ///
    /// @throws UndecodableException if nobody can read it
    Uni<Void> apply(ConsumerRecord<byte[], byte[]> record);

    /// Called when the record of an event is kept as a dead letter.
    default Uni<Void> buried(CloudEvent event) {
        return Uni.createFrom().voidItem();
    }
}
