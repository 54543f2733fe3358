/// Teams within an organisation (GW-7): names for groups of its members.
@NullMarked
package dev.atrium.gateway.team;

import org.jspecify.annotations.NullMarked;
