/// Mail that leaves once in effect (JB-8).
@NullMarked
package dev.atrium.jobs.mail;

import org.jspecify.annotations.NullMarked;
