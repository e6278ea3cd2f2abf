/**
 * Sources of pictures, each on a thread of its own, and the mailbox where the newest frame waits.
 */
@NullMarked
package io.pipit.camera;

import org.jspecify.annotations.NullMarked;
