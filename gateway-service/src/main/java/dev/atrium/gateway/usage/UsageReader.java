package dev.atrium.gateway.usage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/// Shows what was used.
@ApplicationScoped
class UsageReader {

    /// Of a level the rows are changes: what it was at the end of a time is what it is now without all
    /// that came later.
    private static final String SELECT = """
            with told as (
                select meter, start, case when meter = $1
                    then (select t.amount from usage t where t.tenant = $2 and t.subject = $3 and t.grain = 'total'
                              and t.meter = u.meter)
                         - coalesce(sum(amount) over (partition by meter order by start desc
                                                      rows between unbounded preceding and 1 preceding), 0)::bigint
                    else amount end as amount
                from usage u
                where tenant = $2 and subject = $3 and grain = $4 and start >= $5 and ($6::text is null or meter = $6)
            )
            select meter, start, amount from told
            where start < $7 and (start, meter) > ($8, $9)
            order by start, meter
            limit $10
            """;

    private final Pool pool;

    UsageReader(Pool pool) {
        this.pool = pool;
    }

    /// Where a page goes on.
    private record After(Instant start, String meter) {

        /// Of the year 9999.
        private static final long SECONDS_MAX = 253_402_300_799L;

        static final After NOTHING = new After(Instant.EPOCH, "");

        static After parse(String position) {
            String[] parts = position.split(" ", 2);
            if (parts.length != 2 || Meter.labelled(parts[1]).isEmpty()) {
                throw new IllegalArgumentException("not a position");
            }
            long seconds = Long.parseLong(parts[0]);
            if (seconds < 0 || seconds > SECONDS_MAX) {
                throw new IllegalArgumentException("not a time of ours");
            }
            return new After(Instant.ofEpochSecond(seconds), parts[1]);
        }

        static String of(UsageAmount amount) {
            return amount.start().getEpochSecond() + " " + amount.meter();
        }
    }

    /// By time, and of one time by meter. What nothing was used of is not there.
    ///
    /// @param subject in the commons whose usage it is; else empty
    Uni<Page<UsageAmount>> list(TenantId tenant, String subject, UsageQuery query, PageRequest page) {
        After after = page.after(After::parse).orElse(After.NOTHING);
        Tuple parameters = Tuple.tuple()
                .addString(Meter.STORED_BYTES.label())
                .addString(tenant.value())
                .addString(subject)
                .addString(query.grain().label())
                .addOffsetDateTime(query.from().atOffset(ZoneOffset.UTC))
                .addString(query.meter())
                .addOffsetDateTime(query.to().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(after.start().atOffset(ZoneOffset.UTC))
                .addString(after.meter())
                .addInteger(page.limitPlusOne());
        return TenantSql.inTenant(
                        pool,
                        tenant,
                        connection -> connection.preparedQuery(SELECT).execute(parameters))
                .map(UsageReader::amounts)
                .map(amounts -> page.cut(amounts, After::of));
    }

    private static List<UsageAmount> amounts(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new UsageAmount(
                        row.getString("meter"), row.getOffsetDateTime("start").toInstant(), row.getLong("amount")))
                .toList();
    }
}
