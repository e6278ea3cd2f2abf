package io.pipit.event;

/**
 * How often each step of recovery was taken since Pipit was installed, mildest first.
 *
 * @param reopened a camera was opened again
 * @param foundAgain of those, its device had been away
 * @param usbResets a USB camera was reset as if it were plugged in again
 * @param crashes the program ended without closing: killed, crashed or hung
 * @param restarts the program ended itself to be restarted
 * @param reboots the program asked for a reboot of the board
 */
public record RecoveryCounts(
    long reopened, long foundAgain, long usbResets, long crashes, long restarts, long reboots) {
  public static final RecoveryCounts NONE = new RecoveryCounts(0, 0, 0, 0, 0, 0);

  /** The same, and a crash more. */
  public RecoveryCounts withOneMoreCrash() {
    return new RecoveryCounts(reopened, foundAgain, usbResets, crashes + 1, restarts, reboots);
  }
}
