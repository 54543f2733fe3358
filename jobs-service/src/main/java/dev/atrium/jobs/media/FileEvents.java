package dev.atrium.jobs.media;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Adds a job for each file that is uploaded, and one for each time that it is to be processed again.
@ApplicationScoped
public class FileEvents implements Subscriber {

    private static final String CONSUMER = "media.process";

    private final Intake intake;
    private final JobQueue queue;

    FileEvents(Intake intake, JobQueue queue) {
        this.intake = intake;
        this.queue = queue;
    }

    @Incoming("media-events")
    @RunOnVirtualThread
    public void receive(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        intake.receive(records, this);
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<EventType> wanted() {
        return Set.of(EventType.FILE_UPLOADED, EventType.FILE_RESET);
    }

    @Override
    public void applied() {
        queue.wake(JobClass.MEDIA);
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        if (event.event() instanceof Event.FileUploaded uploaded) {
            add(connection, uploaded.tenant(), uploaded.file().id(), uploaded.file());
        } else if (event.event() instanceof Event.FileReset reset) {
            add(connection, reset.tenant(), event.id(), MediaProcess.untold(reset.file()));
        }
    }

    private void add(Connection connection, TenantId tenant, String key, Event.FileInfo file) throws SQLException {
        queue.add(connection, MediaProcess.TYPE, tenant, key, file.owner().subject(), Json.write(file));
    }
}
