/**
 * What keeps the daemon going unattended: systemd's watchdog is fed only while every stage
 * advances, and what a camera's own loop can't recover from is answered in steps, each within a
 * budget.
 */
@NullMarked
package io.pipit.supervise;

import org.jspecify.annotations.NullMarked;
