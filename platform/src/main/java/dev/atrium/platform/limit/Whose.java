package dev.atrium.platform.limit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Optional;

/// Whose use is counted together.
public enum Whose {
    /// Everybody's who comes from an IP address, where that is known.
    ADDRESS {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return Optional.of(address).filter(known -> !known.isEmpty());
        }
    },
    /// That of all without credentials who come from an IP address.
    STRANGER {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return caller.isAnonymous() ? ADDRESS.subject(caller, address) : Optional.empty();
        }
    },
    /// That of all who come from an IP address and did not sign in: their keys are free, so further ones
    /// do not multiply it. Those behind the address who did, with their keys, are not concerned.
    UNSIGNED {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return caller.subject().startsWith("user:") ? Optional.empty() : ADDRESS.subject(caller, address);
        }
    },
    /// That of all keys of one identity: further keys do not multiply its quota.
    KEY {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return caller.subject().startsWith("key:") ? Optional.of(caller.subject()) : Optional.empty();
        }
    },
    /// A signed-in user's, and that of the user's keys.
    USER {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return caller.subject().startsWith("user:") ? Optional.of(caller.subject()) : Optional.empty();
        }
    },
    /// That of all of an organisation. The commons belong to nobody: there one stranger could use up what
    /// all have.
    TENANT {
        @Override
        Optional<String> subject(Caller caller, String address) {
            return caller.tenant().equals(TenantId.COMMONS)
                    ? Optional.empty()
                    : Optional.of(caller.tenant().value());
        }
    };

    /// Whose use is counted; empty if this does not concern the caller.
    ///
    /// @param address the network address that the caller comes from; empty if it is not known
    abstract Optional<String> subject(Caller caller, String address);
}
