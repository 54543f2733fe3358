package dev.atrium.platform.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How much anybody may do: `60/1M` is 60 a minute, `5/1D` is 5 a day, `1G/1D` is a gibibyte a day,
/// `100` is 100 at one time, `unlimited` is no limit. A limit per key is one of all keys of an identity.
@ConfigMapping(prefix = "atrium.limits")
public interface LimitsConfig {

    /// Requests from an IP address (of IPv6: the /64 network), with or without credentials; also those whose
    /// credentials are wrong.
    @WithDefault("1200/1M")
    Quota requestsPerIp();

    /// Requests with a key.
    @WithDefault("600/1M")
    Quota requestsPerKey();

    /// Requests of a signed-in user.
    @WithDefault("600/1M")
    Quota requestsPerUser();

    /// Requests of all of an organisation; the `commons` has no such limit.
    @WithDefault("12000/1M")
    Quota requestsPerTenant();

    /// Messages without credentials, from an IP address.
    @WithDefault("5/1M")
    Quota anonymousMessagesPerIp();

    /// Messages from an IP address of all who did not sign in, by request or on sockets: keys are free, so
    /// those of one stranger count together. As many as twenty keys may have.
    @WithDefault("1200/1M")
    Quota messagesPerIp();

    /// Messages with a key, by request or on sockets: new ones, edits, deletions, reactions and reports.
    @WithDefault("60/1M")
    Quota messagesPerKey();

    /// The same of a signed-in user.
    @WithDefault("120/1M")
    Quota messagesPerUser();

    /// Changes in rooms that are no messages, from an IP address of all who did not sign in.
    @WithDefault("12000/1M")
    Quota operationsPerIp();

    /// Changes in rooms with a key that are no messages, by request or on sockets: of objects and shared
    /// documents, drafts, and markers of what was read.
    @WithDefault("600/1M")
    Quota operationsPerKey();

    /// The same of a signed-in user.
    @WithDefault("600/1M")
    Quota operationsPerUser();

    /// What is said in rooms for the moment, from an IP address by all who did not sign in.
    @WithDefault("240000/1M")
    Quota framesPerIp();

    /// What is said in rooms for the moment with a key, on all its sockets: cursors, typing, presence,
    /// locks, playback.
    @WithDefault("12000/1M")
    Quota framesPerKey();

    /// The same of a signed-in user.
    @WithDefault("12000/1M")
    Quota framesPerUser();

    /// New rooms from an IP address: keys are free, so those of one stranger count together.
    @WithDefault("100/1D")
    Quota roomsPerIp();

    /// New rooms with a key.
    @WithDefault("5/1D")
    Quota roomsPerKey();

    /// New rooms of a signed-in user.
    @WithDefault("50/1D")
    Quota roomsPerUser();

    /// New keys from an IP address.
    @WithDefault("20/1H")
    Quota keysPerIp();

    /// New organisations of a signed-in user.
    @WithDefault("10/1D")
    Quota organisationsPerUser();

    /// Invitations that a signed-in user sends, also once more.
    @WithDefault("100/1D")
    Quota invitationsPerUser();

    /// New users from an IP address; each is welcomed by e-mail.
    @WithDefault("50/1D")
    Quota welcomesPerIp();

    /// New users with a key.
    @WithDefault("20/1D")
    Quota welcomesPerKey();

    /// New users of a signed-in user.
    @WithDefault("500/1D")
    Quota welcomesPerUser();

    /// Attempts to sign in from an IP address; each that succeeds is two requests.
    @WithDefault("60/1M")
    Quota signInsPerIp();

    /// New tokens of sessions, from an IP address.
    @WithDefault("300/1M")
    Quota refreshesPerIp();

    /// New exports from an IP address.
    @WithDefault("100/1H")
    Quota exportsPerIp();

    /// New exports with a key.
    @WithDefault("10/1H")
    Quota exportsPerKey();

    /// New exports of a signed-in user.
    @WithDefault("30/1H")
    Quota exportsPerUser();

    /// Workflows that are started from an IP address by those who did not sign in, exports among them: an
    /// onboarding is an e-mail to an address that somebody typed.
    @WithDefault("100/1D")
    Quota workflowsPerIp();

    /// Requests that add jobs for workers, each up to 100, from an IP address of all who did not sign in.
    @WithDefault("1200/1M")
    Quota jobsPerIp();

    /// The same with a key.
    @WithDefault("300/1M")
    Quota jobsPerKey();

    /// The same of a signed-in user.
    @WithDefault("300/1M")
    Quota jobsPerUser();

    /// The same of all of an organisation.
    @WithDefault("1200/1M")
    Quota jobsPerTenant();

    /// Sockets opened from an IP address.
    @WithDefault("600/1M")
    Quota socketsPerIp();

    /// Sockets opened with a key.
    @WithDefault("60/1M")
    Quota socketsPerKey();

    /// Sockets opened by a signed-in user.
    @WithDefault("60/1M")
    Quota socketsPerUser();

    /// Sockets that are open at one time from an IP address, with or without credentials.
    @WithDefault("1000")
    Quota openSocketsPerIp();

    /// Sockets that are open at one time with a key.
    @WithDefault("100")
    Quota openSocketsPerKey();

    /// Sockets that are open at one time of a signed-in user.
    @WithDefault("100")
    Quota openSocketsPerUser();

    /// Sockets that are open at one time of all of an organisation.
    @WithDefault("10000")
    Quota openSocketsPerTenant();

    /// Bytes uploaded from an IP address.
    @WithDefault("5G/1D")
    Quota uploadedBytesPerIp();

    /// Bytes uploaded with a key; without `Content-Length` the most that an upload may have counts.
    @WithDefault("1G/1D")
    Quota uploadedBytesPerKey();

    /// Bytes uploaded by a signed-in user.
    @WithDefault("10G/1D")
    Quota uploadedBytesPerUser();

    /// Bytes uploaded by all of an organisation.
    @WithDefault("100G/1D")
    Quota uploadedBytesPerTenant();

    /// Bytes of files and backups downloaded from an IP address, with or without credentials.
    @WithDefault("20G/1D")
    Quota downloadedBytesPerIp();

    /// Bytes downloaded with a key.
    @WithDefault("10G/1D")
    Quota downloadedBytesPerKey();

    /// Bytes downloaded by a signed-in user.
    @WithDefault("50G/1D")
    Quota downloadedBytesPerUser();

    /// Bytes downloaded by all of an organisation.
    @WithDefault("500G/1D")
    Quota downloadedBytesPerTenant();

    /// Bytes of webhooks that are accepted from sources that were registered with a key.
    @WithDefault("100M/1D")
    Quota webhookBytesPerKey();

    /// Bytes of webhooks from sources that a signed-in user registered.
    @WithDefault("500M/1D")
    Quota webhookBytesPerUser();

    /// Bytes of webhooks from all sources of an organisation.
    @WithDefault("1G/1D")
    Quota webhookBytesPerTenant();

    /// Bytes put into the cache, which all share, from an IP address.
    @WithDefault("64M/1H")
    Quota cacheBytesPerIp();

    /// Bytes put into the cache with a key.
    @WithDefault("16M/1H")
    Quota cacheBytesPerKey();

    /// Bytes put into the cache by a signed-in user.
    @WithDefault("64M/1H")
    Quota cacheBytesPerUser();

    /// Bytes put into the cache by all of an organisation.
    @WithDefault("256M/1H")
    Quota cacheBytesPerTenant();

    /// Further limits of requests, for single routes, by names that are chosen freely: small letters,
    /// digits and hyphens. Clients see `<name>-per-key` and so on.
    Map<String, OfRoutes> routes();

    /// What holds for one tenant instead: `atrium.limits.tenants.<tenant>.<limit>`.
    Map<String, Map<Limit, Quota>> tenants();

    /// Times which all quotas are taken: more than 1 for load tests, less for bad days.
    @WithDefault("1")
    @DecimalMin("0.001")
    double scale();

    /// How long an answer of Redis is waited for before an instance decides alone.
    @WithDefault("0.05S")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 5)
    Duration patience();

    /// What is asked of some routes, all together.
    interface OfRoutes extends OfRequests {

        /// The routes as the [page of routes](routes.md) has them, such as `GET /api/search`, with commas
        /// between them; a service's name stands for all of its routes. What does not exist ends the start of a
        /// gateway.
        Set<String> match();

        /// What holds for one tenant instead, by its id.
        Map<String, OfRequests> tenants();
    }

    /// How many requests there may be.
    interface OfRequests {

        /// Requests to them from an IP address, with or without credentials.
        Optional<Quota> perIp();

        /// Requests to them with a key.
        Optional<Quota> perKey();

        /// Requests to them of a signed-in user.
        Optional<Quota> perUser();

        /// Requests to them of all of an organisation.
        Optional<Quota> perTenant();
    }
}
