package dev.atrium.jobs.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Where anchors of audit trails are kept.
@ConfigMapping(prefix = "atrium.anchors")
public interface AnchorConfig {

    /// The bucket: in production one of its own whose objects nobody can remove or replace (object lock).
    @WithDefault("${atrium.store.bucket}")
    String bucket();
}
