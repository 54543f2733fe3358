package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.mail.Reports;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Where the operator's mail provider tells of mails that bounced, or were taken for spam, after it had
/// taken them (JB-8). For keys of the operator's organisation that may change it; to everybody else there
/// is nothing.
@Path("/api/notifications/mail-reports")
@RunOnVirtualThread
public final class MailReportResource {

    private static final int MAX_DETAIL = 1_000;

    private final DataSource dataSource;
    private final Operator operator;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final CurrentCaller caller;

    MailReportResource(
            DataSource dataSource,
            Operator operator,
            InstantSource clock,
            MeterRegistry metrics,
            CurrentCaller caller) {
        this.dataSource = dataSource;
        this.operator = operator;
        this.clock = clock;
        this.metrics = metrics;
        this.caller = caller;
    }

    /// What is reported.
    ///
    /// @param address to which the mail was sent
    /// @param kind `bounce`: it cannot be delivered, for good; `complaint`: its owner takes it for spam
    /// @param detail what was said; its first 1,000 characters are kept
    public record MailReport(
            @Nullable String address,
            Reports.@Nullable Kind kind,
            @Nullable String detail) {}

    /// Takes a report, which counts for all tenants. After a bounce no mail is sent to the address any more, after a
    /// complaint no notifications, until an admin of the tenant removes the suppression that it becomes there.
    /// The same again counts anew.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("organisations:write")
    @APIResponse(responseCode = "204", description = "It counts")
    public void report(@Nullable MailReport body) throws SQLException {
        if (!operator.is(caller.get().tenant())) {
            throw ProblemException.notFound();
        }
        MailAddress address = MailAddress.parse(body == null || body.address() == null ? "" : body.address())
                .orElse(null);
        Reports.Kind kind = body == null ? null : body.kind();
        if (address == null || kind == null) {
            throw invalid(address == null, kind == null);
        }
        String detail = detail(body == null ? null : body.detail());
        TenantConnections.inTransaction(dataSource, connection -> {
            Reports.add(connection, address, kind, detail, clock.instant());
            return kind;
        });
        metrics.counter("atrium.jobs.mail.reports", "kind", kind.label()).increment();
    }

    private static @Nullable String detail(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String plain = text.replace("\0", "");
        return plain.substring(0, Math.min(plain.length(), MAX_DETAIL));
    }

    private static ProblemException invalid(boolean noAddress, boolean noKind) {
        List<Problem.Fault> faults = new ArrayList<>();
        if (noAddress) {
            faults.add(Problem.Fault.inBody("/address", "must be a mail address, at most 254 characters"));
        }
        if (noKind) {
            faults.add(Problem.Fault.inBody("/kind", "must be bounce or complaint"));
        }
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "The report has " + faults.size() + " fault(s).", faults, null);
    }
}
