/// What the consumers of topics have in common.
@NullMarked
package dev.atrium.gateway.intake;

import org.jspecify.annotations.NullMarked;
