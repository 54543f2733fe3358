/// The only public door: who are you, may you, how much, and where to.
@NullMarked
package dev.atrium.gateway;

import org.jspecify.annotations.NullMarked;
