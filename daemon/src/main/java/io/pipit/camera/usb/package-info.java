/** Finds USB cameras by their persistent names and resets them. */
@NullMarked
package io.pipit.camera.usb;

import org.jspecify.annotations.NullMarked;
