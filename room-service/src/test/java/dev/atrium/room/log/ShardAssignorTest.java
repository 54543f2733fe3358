package dev.atrium.room.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// Who serves which shard when some members cannot serve some.
final class ShardAssignorTest {

    private static final int SHARDS = 8;
    private static final int ROUNDS_MAX = 10;
    private static final String TOPIC = Topic.ROOMS_LOG.topicName();

    private final Map<String, Set<Integer>> unservable = new TreeMap<>();
    private final Map<String, List<TopicPartition>> owned = new HashMap<>();
    private CooperativeStickyAssignor leader = new ShardAssignor();
    private int generation;

    @Test
    void aShardLeavesTheMemberThatCannotServeIt() {
        settle("a", "b");
        int shard = first("a");

        cannot("a", shard);
        settle("a", "b");

        assertFalse(serves("a", shard));
        assertTrue(serves("b", shard));
        assertAllServedOnce();
    }

    @Test
    void theOthersHaveAboutAsMuchAsBefore() {
        settle("a", "b", "c", "d");
        int shard = first("a");

        cannot("a", shard);
        settle("a", "b", "c", "d");
        settle("a", "b", "c", "d");

        assertTrue(owned.values().stream().allMatch(share -> Math.abs(share.size() - 2) <= 1), owned::toString);
        assertAllServedOnce();
    }

    @Test
    void whoJoinsGetsItsShareOneByOne() {
        settle("a");

        for (int round = 0; round <= SHARDS / 2; round++) {
            boolean more = share(members("a", "b"));
            assertEquals(round < SHARDS / 2, more);
            assertEquals(round, served("b").size());
        }

        assertEquals(SHARDS / 2, served("a").size());
        assertAllServedOnce();
    }

    @Test
    void whatNobodyHasIsSharedOutAtOnce() {
        settle("a", "b", "c");

        owned.remove("a");
        assertEquals(1, settle("b", "c"));

        assertAllServedOnce();
    }

    @Test
    void aShardThatNobodyCanServeStaysWhereItIs() {
        settle("a", "b");
        int shard = first("a");
        cannot("a", shard);
        cannot("b", shard);

        assertEquals(1, settle("a", "b"));

        assertTrue(serves("a", shard));
    }

    @Test
    void aShardComesBackWhenTheOnlyOneWhoCanServeItIsGone() {
        settle("a", "b");
        int shard = first("a");
        cannot("a", shard);
        settle("a", "b");

        owned.remove("b");
        settle("a");

        assertTrue(serves("a", shard));
        assertAllServedOnce();
    }

    @Test
    void aLeaderThatKnowsNothingOfThisSharesOutAsEver() {
        settle("a", "b");
        int shard = first("a");
        cannot("a", shard);

        leader = new CooperativeStickyAssignor();
        assertEquals(1, settle("a", "b"));

        assertTrue(serves("a", shard));
        assertAllServedOnce();
    }

    @Test
    void aMemberThatKnowsNothingOfThisMayServeEverything() {
        ByteBuffer told = new CooperativeStickyAssignor().subscriptionUserData(Set.of(TOPIC));
        assertEquals(Integer.BYTES, told.remaining());

        settle("a", "b");
        int shard = first("a");
        cannot("a", shard);
        Map<String, Subscription> members = members("a", "b");
        members.put("b", new Subscription(List.of(TOPIC), told, served("b"), generation, Optional.empty()));

        share(members);
        settle("a", "b");

        assertTrue(serves("b", shard));
    }

    private void cannot(String member, int shard) {
        unservable.computeIfAbsent(member, _ -> new HashSet<>()).add(shard);
    }

    private List<TopicPartition> served(String member) {
        return owned.getOrDefault(member, List.of());
    }

    private int first(String member) {
        return served(member).getFirst().partition();
    }

    private boolean serves(String member, int shard) {
        return served(member).contains(new TopicPartition(TOPIC, shard));
    }

    private void assertAllServedOnce() {
        List<Integer> served = owned.values().stream()
                .flatMap(List::stream)
                .map(TopicPartition::partition)
                .sorted()
                .toList();
        assertEquals(IntStream.range(0, SHARDS).boxed().toList(), served);
    }

    /// Shares out until nobody has to give anything up any more.
    ///
    /// @return after how many rounds
    private int settle(String... names) {
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            if (!share(members(names))) {
                return round;
            }
        }
        throw new AssertionError("no end of sharing out: " + owned);
    }

    private Map<String, Subscription> members(String... names) {
        Map<String, Subscription> members = new HashMap<>();
        for (String name : names) {
            ShardAssignor assignor = new ShardAssignor();
            assignor.configure(Map.of(ShardAssignor.UNSERVABLE, unservable.getOrDefault(name, Set.of())));
            members.put(
                    name,
                    new Subscription(
                            List.of(TOPIC),
                            assignor.subscriptionUserData(Set.of(TOPIC)),
                            served(name),
                            generation,
                            Optional.empty()));
        }
        return members;
    }

    /// @return whether somebody had to give something up, so that a further round follows
    private boolean share(Map<String, Subscription> members) {
        Map<TopicPartition, String> before = new HashMap<>();
        owned.forEach((name, share) -> share.forEach(shard -> before.put(shard, name)));
        generation++;
        boolean gaveUp = false;
        Map<String, List<TopicPartition>> next =
                leader.assign(cluster(), new GroupSubscription(members)).groupAssignment().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().partitions()));
        for (Map.Entry<String, List<TopicPartition>> share : next.entrySet()) {
            for (TopicPartition shard : share.getValue()) {
                String owner = before.getOrDefault(shard, share.getKey());
                assertEquals(share.getKey(), owner, shard + " is given on before its member has stopped");
            }
            List<TopicPartition> lost = new ArrayList<>(served(share.getKey()));
            lost.removeAll(share.getValue());
            gaveUp |= !lost.isEmpty();
        }
        owned.clear();
        owned.putAll(next);
        return gaveUp;
    }

    private static Cluster cluster() {
        Node node = new Node(0, "localhost", 9092);
        List<PartitionInfo> shards = Stream.iterate(0, shard -> shard < SHARDS, shard -> shard + 1)
                .map(shard -> new PartitionInfo(TOPIC, shard, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("cluster", List.of(node), shards, Set.of(), Set.of());
    }
}
