/** The board and its system as files: sensors, users, processes, devices. */
@NullMarked
package io.pipit.board;

import org.jspecify.annotations.NullMarked;
