@NullMarked
package dev.atrium.gateway.apikey;

import org.jspecify.annotations.NullMarked;
