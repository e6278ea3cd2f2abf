package io.pipit.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is done about cameras that opening again does not bring back.
 *
 * @param usbResetAfter a USB camera that is away for so long is reset; null: never
 * @param restartAfter when all live cameras are away for so long, the program ends to be restarted;
 *     null: never
 * @param maxRestarts so often at most, until a camera has given frames for {@code calmAfter}
 * @param maxReboots so often the board is restarted after that; 0: never
 * @param calmAfter all is well again when a camera has given frames for so long
 */
public record RecoverySettings(
    @Nullable Duration usbResetAfter,
    @Nullable Duration restartAfter,
    int maxRestarts,
    int maxReboots,
    Duration calmAfter) {}
