/// Webhooks of others (GW-9): verified, made known once, and in Kafka before they are acknowledged.
@NullMarked
package dev.atrium.gateway.webhook;

import org.jspecify.annotations.NullMarked;
