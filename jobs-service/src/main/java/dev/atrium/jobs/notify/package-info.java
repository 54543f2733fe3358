/// What people are told: their inbox, and how they want to be told (JB-7).
@NullMarked
package dev.atrium.jobs.notify;

import org.jspecify.annotations.NullMarked;
