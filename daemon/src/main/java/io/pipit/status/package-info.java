/** How a running Pipit is, on one screen. */
@NullMarked
package io.pipit.status;

import org.jspecify.annotations.NullMarked;
