package dev.atrium.gateway.usage;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.InOrder;
import dev.atrium.platform.web.Ids;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/// What is to be told of what was counted here. What was taken out of the [Tally] is kept until Kafka has it, under the
/// same event ids however often that is tried; meanwhile the tally goes on. For one thread.
@ApplicationScoped
class UsageReports {

    private static final Logger LOG = Logger.getLogger(UsageReports.class);

    /// Keeps an event small, although the commons may have many who used something.
    private static final int AMOUNTS_MAX = 500;

    private final Tally tally;
    private final List<UsageSource> sources;
    private final InstantSource clock;
    private List<CloudEvent> untold = List.of();

    UsageReports(Tally tally, @All List<UsageSource> sources, InstantSource clock) {
        this.tally = tally;
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /// Tells what is kept from the last time, or else what was counted since then. Returns when Kafka has it, or when
    /// that has failed, which is logged.
    void tell(Producer<byte[], byte[]> producer) throws InterruptedException {
        sources.forEach(UsageSource::count);
        if (untold.isEmpty()) {
            untold = events(tally.drain());
        }
        try {
            InOrder.send(producer, untold.stream().map(CloudEvent::toRecord).toList());
            untold = List.of();
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("usage is not told yet, trying again: error=%s", e.getMessage());
        }
    }

    private List<CloudEvent> events(Map<TenantId, List<Event.UsageReported.Amount>> drained) {
        List<CloudEvent> events = new ArrayList<>();
        drained.forEach((tenant, amounts) -> {
            for (int from = 0; from < amounts.size(); from += AMOUNTS_MAX) {
                List<Event.UsageReported.Amount> some =
                        amounts.subList(from, Math.min(from + AMOUNTS_MAX, amounts.size()));
                events.add(new CloudEvent(
                        Ids.next().toString(),
                        "/" + Destination.GATEWAY.application(),
                        clock.instant(),
                        null,
                        new Event.UsageReported(tenant, some)));
            }
        });
        return events;
    }
}
