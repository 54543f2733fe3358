@NullMarked
package dev.atrium.gateway.problempage;

import org.jspecify.annotations.NullMarked;
