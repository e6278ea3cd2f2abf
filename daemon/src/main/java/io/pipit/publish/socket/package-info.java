/** Events as JSON lines over TCP; docs/protocol.md is the contract. */
@NullMarked
package io.pipit.publish.socket;

import org.jspecify.annotations.NullMarked;
