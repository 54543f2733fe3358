/// The mails by which people are invited into organisations (GW-7).
@NullMarked
package dev.atrium.jobs.invitation;

import org.jspecify.annotations.NullMarked;
