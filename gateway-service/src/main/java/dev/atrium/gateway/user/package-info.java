/// Users (GW-7), and who one is oneself.
@NullMarked
package dev.atrium.gateway.user;

import org.jspecify.annotations.NullMarked;
