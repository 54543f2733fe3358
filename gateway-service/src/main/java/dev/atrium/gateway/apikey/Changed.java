package dev.atrium.gateway.apikey;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A key that was changed, with the hashes of all secrets that open it.
record Changed(ApiKeyRow row, List<KeyHash> hashes) {

    static Uni<Optional<Changed>> of(ApiKeyRow row) {
        KeyHash present = new KeyHash(row.keyHash);
        return FormerSecretRow.<FormerSecretRow>find("keyId", row.id)
                .list()
                .map(former -> Stream.concat(Stream.of(present), former.stream().map(f -> new KeyHash(f.keyHash)))
                        .toList())
                .map(hashes -> Optional.of(new Changed(row, hashes)));
    }

    /// There is no such key.
    static Uni<Optional<Changed>> none() {
        return Uni.createFrom().item(Optional.empty());
    }
}
