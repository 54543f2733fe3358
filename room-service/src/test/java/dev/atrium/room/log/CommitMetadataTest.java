package dev.atrium.room.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.follow.Position;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitMetadataTest {

    @Test
    void aPositionIsReadAsItWasWritten() {
        Position position = new Position(1_234_567_890_123L, 42, 99);

        assertEquals(Optional.of(position), CommitMetadata.read(CommitMetadata.write(position)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "epoch=1", "epoch=-1 next=0", "epoch=1 next=x", "something else"})
    void anOffsetWithoutTheFiltersNumbersIsOfNoUse(String metadata) {
        assertEquals(Optional.empty(), CommitMetadata.read(new OffsetAndMetadata(5, metadata)));
    }
}
