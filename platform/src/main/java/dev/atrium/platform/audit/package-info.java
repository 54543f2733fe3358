/// What the services that have to do with the audit trail must agree on.
@NullMarked
package dev.atrium.platform.audit;

import org.jspecify.annotations.NullMarked;
