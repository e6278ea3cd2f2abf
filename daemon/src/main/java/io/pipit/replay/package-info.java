/** Runs a recording through a configuration, in the recording's own time. */
@NullMarked
package io.pipit.replay;

import org.jspecify.annotations.NullMarked;
