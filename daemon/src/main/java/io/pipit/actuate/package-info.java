/** The board's pins: what rules switch, and what rules read. The only user of Pi4J, diozero. */
@NullMarked
package io.pipit.actuate;

import org.jspecify.annotations.NullMarked;
