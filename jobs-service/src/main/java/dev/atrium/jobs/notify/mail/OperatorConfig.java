package dev.atrium.jobs.notify.mail;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who runs the installation, and has its mail provider tell of mails that bounced later.
@ConfigMapping(prefix = "atrium.operator")
public interface OperatorConfig {

    /// The organisation whose keys may tell; absent: nobody can. The same as the gateway's.
    Optional<String> tenant();
}
