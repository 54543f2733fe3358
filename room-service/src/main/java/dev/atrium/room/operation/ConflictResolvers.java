package dev.atrium.room.operation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All resolvers, by their names.
public final class ConflictResolvers {

    /// The one for objects for which none is chosen.
    public static final String DEFAULT = "reject";

    /// Those that are always there.
    public static final ConflictResolvers BUILT_IN =
            new ConflictResolvers(Map.of(DEFAULT, new Reject(), "overwrite", new Overwrite(), "merge", new Merge()));

    private final Map<String, ConflictResolver> byName;

    private ConflictResolvers(Map<String, ConflictResolver> byName) {
        this.byName = byName;
    }

    /// These and more.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public ConflictResolvers with(ConflictResolver resolver) {
        Map<String, ConflictResolver> more = new TreeMap<>(byName);
        if (more.putIfAbsent(resolver.name(), resolver) != null) {
            throw new IllegalArgumentException("two conflict resolvers are named " + resolver.name());
        }
        return new ConflictResolvers(more);
    }

    public Set<String> names() {
        return new TreeMap<>(byName).navigableKeySet();
    }

    Optional<ConflictResolver> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Who has not seen the newest must look at it first.
    private static final class Reject implements ConflictResolver {

        @Override
        public String name() {
            return DEFAULT;
        }

        @Override
        public Resolution resolve(Conflict conflict) {
            return new Resolution.Refuse("it has changed since the version that you saw");
        }
    }

    /// The last one wins.
    private static final class Overwrite implements ConflictResolver {

        @Override
        public String name() {
            return "overwrite";
        }

        @Override
        public Resolution resolve(Conflict conflict) {
            return new Resolution.Accept(conflict.operation().applied(conflict.present()));
        }
    }

    /// What changed different members is joined.
    private static final class Merge implements ConflictResolver {

        @Override
        public String name() {
            return "merge";
        }

        @Override
        public Resolution resolve(Conflict conflict) {
            return switch (conflict.base()) {
                case Conflict.Base.Known base ->
                    ThreeWayMerge.of(
                            base.value(),
                            conflict.present(),
                            conflict.operation().applied(base.value()));
                case Conflict.Base.Forgotten _ ->
                    new Resolution.Refuse("the version that you saw is too old to merge with");
            };
        }
    }
}
