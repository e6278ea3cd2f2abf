/** Finds USB cameras by their lasting names and resets them. */
@NullMarked
package io.pipit.camera.usb;

import org.jspecify.annotations.NullMarked;
