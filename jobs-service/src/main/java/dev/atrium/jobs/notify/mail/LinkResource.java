package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Where links in mails lead. To look changes nothing, for programs that read mail follow links: a page
/// asks, and what it sends does it. Mail programs send that themselves (RFC 8058). Nobody has to sign
/// in: the link is the credential.
@Path("/api/notifications")
@Produces("text/html;charset=UTF-8")
@PermitAll
@RunOnVirtualThread
public final class LinkResource {

    private static final String POLICY =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final DataSource dataSource;
    private final Links links;
    private final Template page;
    private final InstantSource clock;

    LinkResource(DataSource dataSource, Links links, @Location("page/link.html") Template page, InstantSource clock) {
        this.dataSource = dataSource;
        this.links = links;
        this.page = page;
        this.clock = clock;
    }

    /// Asks whether mail shall come no more.
    @GET
    @Path("/unsubscribe")
    public Response askUnsubscribe(@QueryParam("token") @Nullable String token) {
        Links.Claim claim = claim(token, Links.Purpose.UNSUBSCRIBE);
        return page("Unsubscribe", "Do you want no more mail about " + about(claim) + "?", "Unsubscribe");
    }

    /// Mail about the link's category comes no more. Again: the same.
    @POST
    @Path("/unsubscribe")
    public Response unsubscribe(@QueryParam("token") @Nullable String token) throws SQLException {
        Links.Claim claim = claim(token, Links.Purpose.UNSUBSCRIBE);
        TenantConnections.inTenant(dataSource, claim.tenant(), connection -> unsubscribe(connection, claim));
        return page("Unsubscribed", "You get no more mail about " + about(claim) + ".", null);
    }

    /// Asks whether the address shall be used.
    @GET
    @Path("/confirm")
    public Response askConfirm(@QueryParam("token") @Nullable String token) {
        Links.Claim claim = claim(token, Links.Purpose.CONFIRM);
        return page("Confirm your address", "May Atrium send notifications to " + claim.email() + "?", "Confirm");
    }

    /// Mail goes to the link's address from now on, if its person still wants that. Again: the same.
    @POST
    @Path("/confirm")
    public Response confirm(@QueryParam("token") @Nullable String token) throws SQLException {
        Links.Claim claim = claim(token, Links.Purpose.CONFIRM);
        MailAddress address = new MailAddress(String.valueOf(claim.email()));
        TenantConnections.inTenant(dataSource, claim.tenant(), connection -> {
            if (!Confirmations.isOpen(connection, claim.tenant(), claim.subject(), address)) {
                throw notGood();
            }
            Addresses.confirm(connection, claim.tenant(), claim.subject(), address, clock.instant());
            return true;
        });
        return page("Confirmed", "Notifications are sent to " + claim.email() + " from now on.", null);
    }

    private boolean unsubscribe(Connection connection, Links.Claim claim) throws SQLException {
        Notifier.hold(connection, claim.tenant(), claim.subject());
        Instant now = clock.instant();
        Category one = category(claim);
        Preferences preferences = PreferenceTable.find(connection, claim.tenant(), claim.subject());
        for (Category category : one == null ? List.of(Category.values()) : List.of(one)) {
            preferences = preferences.withoutMail(category);
        }
        PreferenceTable.put(connection, claim.tenant(), claim.subject(), preferences, now);
        Optional<MailAddress> address = Addresses.find(connection, claim.tenant(), claim.subject());
        if (address.isPresent()) {
            Suppressions.unsubscribe(connection, claim.tenant(), address.get(), one, now);
        }
        return true;
    }

    private Links.Claim claim(@Nullable String token, Links.Purpose purpose) {
        return links.read(token, purpose, clock.instant()).orElseThrow(LinkResource::notGood);
    }

    private static ProblemException notGood() {
        return ProblemException.invalidParameter("token", "is not good, or not any more");
    }

    private static @Nullable Category category(Links.Claim claim) {
        return claim.category() == null
                ? null
                : Category.labelled(claim.category()).orElse(null);
    }

    private static String about(Links.Claim claim) {
        Category category = category(claim);
        return category == null ? "notifications" : NotificationLetter.about(category);
    }

    /// @param action what the button says; null: there is none
    private Response page(String title, String text, @Nullable String action) {
        return Response.ok(page.data("title", title)
                        .data("text", text)
                        .data("action", action)
                        .render())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .build();
    }
}
