package dev.atrium.gateway.guest;

import dev.atrium.gateway.apikey.FriendlyHandle;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.gateway.session.Pseudonyms;
import dev.atrium.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Who posts without credentials (GW-4). A room has to tell its guests apart and be able to ban one, so each network
/// address is somebody for a day (UTC), at all gateways the same; the address does not follow from the name.
@ApplicationScoped
public class Guests {

    private static final int ID_BYTES = 8;

    private final Pseudonyms pseudonyms;
    private final InstantSource clock;
    private final boolean welcome;

    Guests(Pseudonyms pseudonyms, InstantSource clock, GuestConfig config) {
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        this.welcome = config.posting();
    }

    /// The guest of an address; empty if guests may not post here.
    public Optional<Caller> at(String address) {
        return welcome && pseudonyms.areThere() ? Optional.of(of(address)) : Optional.empty();
    }

    private Caller of(String address) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        byte[] name = pseudonyms.of("guest\n" + today + "\n" + address);
        return new Caller(
                Caller.GUEST + HexFormat.of().formatHex(name, 0, ID_BYTES),
                Anonymous.COMMONS,
                "guest-"
                        + FriendlyHandle.generate(
                                new SplittableRandom(ByteBuffer.wrap(name).getLong())),
                Set.of(),
                Scopes.OF_GUESTS);
    }
}
