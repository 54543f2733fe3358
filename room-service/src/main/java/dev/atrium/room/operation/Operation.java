package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.MergePatch;
import org.jspecify.annotations.Nullable;

/// What somebody wants to do to one object. Within [ObjectLimits].
public sealed interface Operation {

    String path();

    /// The version that the author saw, 0 if there was nothing; null if the author does not care.
    @Nullable
    Long base();

    /// The lock under which the author works; null if under none.
    @Nullable
    Claim lock();

    /// What comes out of it.
    ///
    /// @param value of the object before; null if there is none
    /// @return the object's value then; null if there is none
    @Nullable
    JsonNode applied(@Nullable JsonNode value);

    /// A lock that the author says to hold.
    ///
    /// @param token of the grant
    record Claim(String name, long token) {}

    /// The object shall have this value.
    record Put(
            String path,
            JsonNode value,
            @Nullable Long base,
            @Nullable Claim lock) implements Operation {

        @Override
        public JsonNode applied(@Nullable JsonNode before) {
            return value;
        }
    }

    /// Some members of the object shall change.
    ///
    /// @param patch as [MergePatch]
    record Merge(
            String path,
            JsonNode patch,
            @Nullable Long base,
            @Nullable Claim lock) implements Operation {

        @Override
        public JsonNode applied(@Nullable JsonNode before) {
            return MergePatch.apply(before, patch);
        }
    }

    /// The object shall not be there.
    record Remove(
            String path, @Nullable Long base, @Nullable Claim lock) implements Operation {

        @Override
        public @Nullable JsonNode applied(@Nullable JsonNode before) {
            return null;
        }
    }
}
