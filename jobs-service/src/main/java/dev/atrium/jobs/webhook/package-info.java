/// Webhooks out (JB-9): what happens is sent to those who want to know it and may.
@NullMarked
package dev.atrium.jobs.webhook;

import org.jspecify.annotations.NullMarked;
