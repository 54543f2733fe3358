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
/// it cannot serve it, as long as there is another; and to a member that joins it gives its share one by one.
///
/// Members say so behind what the assignor tells of them anyway, and under its name: those of a version
/// that does not know this one work beside it, and while one of them leads the group shards are shared out
/// as ever. A shard is never given on before its member has stopped: it is left out first, and shared out
/// in the round that follows from that. Of those that others are to have only one is left out in each round; as each
/// such round is followed by another, all of them move in the end. So a fresh process meets the people of one shard
/// after the other, not all of them in the moment in which it has never served anybody. What nobody has, as when a
/// member leaves, is shared out at once.
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
        moveOne(members.values());
        members.values().forEach(member -> relieve(member, members.values()));
        return new GroupAssignment(members.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        member -> new Assignment(member.getValue().share()))));
    }

    /// Gives back what is to move, but for one. A shard that two claim to have is in no doubt with neither of them.
    private static void moveOne(Collection<Member> members) {
        Set<TopicPartition> shared =
                members.stream().flatMap(member -> member.share().stream()).collect(Collectors.toSet());
        Map<TopicPartition, List<Member>> leaving = new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        for (Member member : members) {
            for (TopicPartition shard : member.owned()) {
                if (!shared.contains(shard)) {
                    leaving.computeIfAbsent(shard, _ -> new ArrayList<>()).add(member);
                }
            }
        }
        leaving.entrySet().stream()
                .filter(shard -> shard.getValue().size() == 1)
                .skip(1)
                .forEach(shard -> shard.getValue().getFirst().share().add(shard.getKey()));
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
