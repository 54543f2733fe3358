/// How what there is little of is shared among tenants.
@NullMarked
package dev.atrium.platform.fairness;

import org.jspecify.annotations.NullMarked;
