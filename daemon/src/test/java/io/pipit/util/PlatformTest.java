package io.pipit.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @TempDir private Path folder;

  private ZoneId zone(String target) throws Exception {
    Path link = folder.resolve("localtime");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
    return Platform.timeZone(link);
  }

  @Test
  void theTimeZoneIsTheOneThatTheSystemsLinkNamesNow() throws Exception {
    assertEquals(ZoneId.of("Pacific/Kiritimati"), zone("/usr/share/zoneinfo/Pacific/Kiritimati"));
    assertEquals(ZoneId.of("Europe/Berlin"), zone("../usr/share/zoneinfo/Europe/Berlin"));
    assertEquals(
        ZoneId.of("America/Argentina/Ushuaia"),
        zone("/usr/share/zoneinfo/America/Argentina/Ushuaia"));
  }

  @Test
  void whereTheLinkNamesNoneJavaIsAsked() throws Exception {
    ZoneId javas = ZoneId.systemDefault();
    assertEquals(javas, zone("/usr/share/zoneinfo/Nowhere/Atall"));
    assertEquals(javas, zone("/etc/other"));
    assertEquals(javas, Platform.timeZone(folder.resolve("missing")));
    assertEquals(javas, Platform.timeZone(Files.writeString(folder.resolve("file"), "TZif")));
  }
}
