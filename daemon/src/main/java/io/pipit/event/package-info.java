/** Everything that the program reports to the world, one record for each kind. */
@NullMarked
package io.pipit.event;

import org.jspecify.annotations.NullMarked;
