/// Texts with places for values of JSON documents.
@NullMarked
package dev.atrium.platform.template;

import org.jspecify.annotations.NullMarked;
