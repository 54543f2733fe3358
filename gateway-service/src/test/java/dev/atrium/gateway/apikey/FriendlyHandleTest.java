package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FriendlyHandleTest {

    @Test
    void isAnAdjectiveAnAnimalAndANumberAndSeldomTheSame() {
        Random random = new Random(3);

        Set<String> handles = IntStream.range(0, 1_000)
                .mapToObj(_ -> FriendlyHandle.generate(random))
                .collect(Collectors.toSet());

        assertTrue(handles.stream().allMatch(handle -> handle.matches("[a-z]+-[a-z]+-[0-9]{1,4}")));
        assertTrue(handles.size() > 990, "different handles: " + handles.size());
    }
}
