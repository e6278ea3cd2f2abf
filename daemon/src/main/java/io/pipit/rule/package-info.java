/** What happens in a scene: pure functions of state, tracks and time. */
@NullMarked
package io.pipit.rule;

import org.jspecify.annotations.NullMarked;
