/// Invitations into organisations (GW-7): by e-mail, with a token that works once.
@NullMarked
package dev.atrium.gateway.invitation;

import org.jspecify.annotations.NullMarked;
