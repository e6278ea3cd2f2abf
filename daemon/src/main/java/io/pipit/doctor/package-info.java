/** What is wrong with this board, and what to do about it: {@code pipit doctor}. */
@NullMarked
package io.pipit.doctor;

import org.jspecify.annotations.NullMarked;
