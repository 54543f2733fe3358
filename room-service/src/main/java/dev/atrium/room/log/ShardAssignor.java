package dev.atrium.room.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/// Shares the shards out as Kafka's own cooperative assignor does, but none to a member that has said that
/// it cannot serve it, as long as there is another.
///
/// Members say so behind what the assignor tells of them anyway, and under its name: those of a version
/// that does not know this one work beside it, and while one of them leads the group shards are shared out
/// as ever. A shard is never given on before its member has stopped: it is left out first, and shared out
/// in the round that follows from that.
public final class ShardAssignor extends CooperativeStickyAssignor implements Configurable {

    /// Setting of the consumer: a `Set<Integer>` with the shards that this node cannot serve, which may
    /// change.
    static final String UNSERVABLE = "atrium.unservable.shards";

    /// What the assignor tells of a member: its generation.
    private static final int OWN_BYTES = Integer.BYTES;

    /// @param unservable shards that it cannot serve
    /// @param owned what it has up to now
    /// @param share what it shall have
    private record Member(Set<Integer> unservable, List<TopicPartition> owned, List<TopicPartition> share) {

        private boolean canServe(TopicPartition shard) {
            return !unservable.contains(shard.partition());
        }
    }

    private Set<?> unservable = Set.of();

    @Override
    public void configure(Map<String, ?> settings) {
        if (settings.get(UNSERVABLE) instanceof Set<?> shards) {
            unservable = shards;
        }
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return write(
                super.subscriptionUserData(topics),
                unservable.stream().map(Integer.class::cast).toList());
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        // Sorted, so that of several members that have as much the same one is chosen.
        Map<String, Member> members = new TreeMap<>();
        group.groupSubscription()
                .forEach((name, told) -> members.put(
                        name, new Member(read(told.userData()), told.ownedPartitions(), new ArrayList<>())));
        super.assign(cluster, group).groupAssignment().forEach((name, share) -> {
            Member member = members.get(name);
            if (member != null) {
                member.share().addAll(share.partitions());
            }
        });
        members.values().forEach(member -> relieve(member, members.values()));
        return new GroupAssignment(members.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        member -> new Assignment(member.getValue().share()))));
    }

    private static void relieve(Member member, Collection<Member> members) {
        for (TopicPartition shard : List.copyOf(member.share())) {
            if (!member.canServe(shard)) {
                members.stream()
                        .filter(other -> other.canServe(shard))
                        .min(Comparator.comparingInt(other -> other.share().size()))
                        .ifPresent(other -> {
                            member.share().remove(shard);
                            if (!member.owned().contains(shard)) {
                                other.share().add(shard);
                            }
                        });
            }
        }
    }

    private static ByteBuffer write(ByteBuffer own, List<Integer> shards) {
        ByteBuffer all = ByteBuffer.allocate(own.remaining() + Integer.BYTES * shards.size());
        all.put(own);
        shards.forEach(all::putInt);
        return all.flip();
    }

    private static Set<Integer> read(ByteBuffer userData) {
        Set<Integer> shards = new HashSet<>();
        for (int at = userData.position() + OWN_BYTES; at + Integer.BYTES <= userData.limit(); at += Integer.BYTES) {
            shards.add(userData.getInt(at));
        }
        return shards;
    }
}
