/// What somebody hears wherever it is: its own inbox, workflows and jobs (JB-7).
@NullMarked
package dev.atrium.room.personal;

import org.jspecify.annotations.NullMarked;
