/** The one Netty event loop group, and helpers to listen and close. */
@NullMarked
package io.pipit.net;

import org.jspecify.annotations.NullMarked;
