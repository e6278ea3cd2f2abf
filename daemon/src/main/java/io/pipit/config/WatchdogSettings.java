package io.pipit.config;

import java.time.Duration;

/**
 * When the service is ready, and when it hangs.
 *
 * @param firstFrame how long a first frame is waited for before the service is called ready
 * @param budget how long a stage may take before systemd is no longer notified that all is well
 */
public record WatchdogSettings(Duration firstFrame, Duration budget) {}
