/// Who acts: callers, their tenant and scopes, and the internal token by which services know them.
@NullMarked
package dev.atrium.platform.identity;

import org.jspecify.annotations.NullMarked;
