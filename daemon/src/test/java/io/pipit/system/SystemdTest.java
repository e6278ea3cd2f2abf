package io.pipit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pipit.net.NetLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdTest {
  private final NetLoop net = new NetLoop();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void notifiesOnASocketInAFolder() throws Exception {
    notifies(folder.resolve("notify").toString());
  }

  @Test
  void notifiesOnASocketInNoFolder() throws Exception {
    notifies("@pipit-test-" + UUID.randomUUID());
  }

  private void notifies(String name) throws Exception {
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000000");
    try (NotifySocket socket = new NotifySocket(name, net.loop());
        Systemd systemd = new Systemd(environment, net.loop())) {
      assertEquals(Duration.ofSeconds(30), systemd.watchdogPeriod());
      systemd.ready("receiving frames");
      systemd.status("gate ok");
      systemd.watchdog();
      systemd.stopping();
      assertEquals("READY=1\nSTATUS=receiving frames", socket.next());
      assertEquals("STATUS=gate ok", socket.next());
      assertEquals("WATCHDOG=1", socket.next());
      assertEquals("STOPPING=1", socket.next());
    }
  }

  @Test
  void withoutSystemdNothingIsReported() {
    try (Systemd systemd = new Systemd(Map.of("WATCHDOG_USEC", "30000000"), net.loop())) {
      assertNull(systemd.watchdogPeriod());
      systemd.ready("");
    }
  }

  @Test
  void aSocketThatIsNotThereIsNoReasonToFail() {
    String nowhere = folder.resolve("none").toString();
    try (Systemd systemd = new Systemd(Map.of("NOTIFY_SOCKET", nowhere), net.loop())) {
      systemd.watchdog();
    }
  }
}
