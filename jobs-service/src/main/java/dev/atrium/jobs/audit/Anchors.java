package dev.atrium.jobs.audit;

import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.platform.audit.AnchorKeys;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows how far audit trails went. What is shown comes from the object store alone.
@ApplicationScoped
class Anchors {

    private final AnchorStore store;
    private final AnchorKeys keys;

    Anchors(AnchorStore store, AnchorKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /// A tenant's, oldest first. Blocks, for virtual threads.
    ///
    /// @param from the first time; null: all
    /// @throws ProblemException `invalid-request` for parameters that cannot be
    Page<AnchorView> list(TenantId tenant, @Nullable String from, @Nullable String limit, @Nullable String cursor)
            throws InterruptedException {
        PageRequest page = PageRequest.of(limit, cursor);
        @Nullable Instant since = RequestParameters.time("from", from);
        String after = page.after(Anchors::name).orElse(since == null ? "" : AnchorStore.nameAt(since));
        List<AnchorStore.Kept> kept = store.list(tenant, after, page.limitPlusOne());
        Page<AnchorStore.Kept> cut = page.cut(kept, AnchorStore.Kept::name);
        return new Page<>(cut.items().stream().map(this::view).toList(), cut.nextCursor());
    }

    private AnchorView view(AnchorStore.Kept kept) {
        return AnchorView.of(keys.verify(kept.anchor()), kept.anchor());
    }

    private static String name(String text) {
        if (!AnchorStore.isName(text)) {
            throw new IllegalArgumentException("no name of an anchor");
        }
        return text;
    }
}
