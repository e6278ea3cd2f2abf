/** What happens, as values: everything that the program reports to the world. */
@NullMarked
package io.pipit.event;

import org.jspecify.annotations.NullMarked;
