@NullMarked
package dev.atrium.platform.web;

import org.jspecify.annotations.NullMarked;
