/** One client's side of the event stream, whatever carries it: its commands, queue and limits. */
@NullMarked
package io.pipit.publish.client;

import org.jspecify.annotations.NullMarked;
