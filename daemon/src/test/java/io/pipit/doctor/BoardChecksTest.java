package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.board.BoardSensors;
import io.pipit.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power, heat, room, memory and time, on made-up boards. */
class BoardChecksTest {
  private static final String THROTTLED = "/sys/devices/platform/soc/soc:firmware/get_throttled";
  private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
  private static final String SYNCHRONIZED = "synchronized, says ";
  private static final String STAT = "stat -f -c %a %S %c %d ";

  @TempDir private Path root;
  private Tree tree;
  private BoardSensors sensors;
  private final FakePrograms programs = new FakePrograms();

  @BeforeEach
  void makeTree() {
    tree = new Tree(root);
    sensors = new BoardSensors(root);
  }

  @Test
  void versionsNameTheBoard() {
    tree.with("/sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    tree.with("/proc/sys/kernel/osrelease", "6.1.0-56-arm64\n");
    tree.with("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    assertEquals(
        List.of(
            Finding.ok("versions", "pipit 1, Java 17"),
            Finding.ok(
                "versions",
                "kernel 6.1.0-56-arm64, Debian GNU/Linux 12 (bookworm),"
                    + " Raspberry Pi 4 Model B Rev 1.4")),
        new VersionsCheck(tree.board(), List.of("pipit 1", "Java 17")).find());
  }

  @Test
  void filesThatAreNotAsInThePackageAreNamed() throws Exception {
    assertEquals("ok installation: not from a Debian package", installation());
    programs.answer("dpkg -s pipit", 1, "");
    assertEquals("ok installation: not from a Debian package", installation());
    programs.answer("dpkg -s pipit", 0, "Status: install ok installed\n");
    programs.answer(
        "dpkg --verify pipit",
        0,
        "??5?????? c /etc/pipit/pipit.conf\nmissing     /usr/share/doc/pipit/README.md\n");
    assertEquals("ok installation: all files are as in the package", installation());
    programs.answer(
        "dpkg --verify pipit",
        1,
        """
        ??5??????   /usr/lib/pipit/a
        missing     /usr/lib/pipit/b
        ??5?????? c /etc/pipit/pipit.conf
        ??5??????   /usr/lib/pipit/c d
        ??5??????   /usr/lib/pipit/e
        """);
    assertEquals(
        "problem installation: damaged or changed: /usr/lib/pipit/a, /usr/lib/pipit/b, /usr/lib/pipit/c d and"
            + " 1 more; sudo apt-get install --reinstall pipit",
        installation());
    programs.answer("dpkg --verify pipit", Programs.Result.TIMED_OUT, "");
    assertEquals(
        "warning installation: reading the installed files takes too long; look at the card",
        installation());
  }

  private String installation() throws Exception {
    Finding finding = new InstallationCheck(programs).find().get(0);
    String remedy = finding.remedy().isEmpty() ? "" : "; " + finding.remedy();
    return finding.level().name().toLowerCase(Locale.ROOT)
        + " "
        + finding.area()
        + ": "
        + finding.what()
        + remedy;
  }

  @Test
  void bitsOfTheFirmwareBecomeWords() throws Exception {
    assertPower("0", Level.OK, "enough voltage, never throttled since the start");
    assertPower("1", Level.PROBLEM, "under-voltage now");
    assertPower("10000", Level.WARNING, "under-voltage since the start");
    assertPower("50005", Level.PROBLEM, "under-voltage, throttled now");
    assertPower(
        "d0008",
        Level.PROBLEM,
        "soft temperature limit now; under-voltage, throttled since the start");
    assertPower("60000", Level.WARNING, "frequency capped, throttled since the start");
  }

  @Test
  void whoOnlySlowsDownIsTooHotAndNotUnderfed() throws Exception {
    tree.with(THROTTLED, "4\n");
    assertEquals("give it a heat sink or a fan, shade and air", power().remedy());
  }

  @Test
  void theFirmwaresToolAndTheVoltageMonitorAreAskedWithoutTheKernelsBits() throws Exception {
    assertEquals(Finding.ok("power", "this board does not report its supply voltage"), power());
    tree.with("/sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    tree.with("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    assertEquals("under-voltage now", power().what());
    programs.answer("vcgencmd get_throttled", 0, "throttled=0x20000\n");
    assertEquals("frequency capped since the start", power().what());
  }

  @Test
  void aRaspberryWithoutThatSensorGetsTheRemedy() throws Exception {
    tree.with("/sys/firmware/devicetree/base/model", "Raspberry Pi 5 Model B Rev 1.0\0");
    assertEquals(Level.NOTE, power().level());
  }

  @Test
  void heatIsAProblemFromEightyDegreesOn() {
    assertEquals(List.of(Finding.ok("temperature", "this board has no sensor for it")), heat());
    tree.with("/sys/class/thermal/thermal_zone0/temp", "79400\n");
    assertEquals(List.of(Finding.ok("temperature", "79 C")), heat());
    tree.with("/sys/class/thermal/thermal_zone0/temp", "80100\n");
    assertEquals("80 C, from 80 C on the board slows down", heat().get(0).what());
    assertEquals(Level.PROBLEM, heat().get(0).level());
  }

  @Test
  void littleRoomAndFewInodesAreFound() throws Exception {
    mounts("/dev/mmcblk0p2 / ext4 rw,noatime 0 0");
    disk("/", "262144 4096 100000 90000");
    assertEquals(List.of(Finding.ok("disk", "/: 1024 MiB free")), disk());
    disk("/", "25600 4096 100000 90000");
    assertEquals(Level.WARNING, disk().get(0).level());
    disk("/", "2560 4096 100000 90000");
    assertEquals(Level.PROBLEM, disk().get(0).level());
    disk("/", "262144 4096 100000 9");
    assertEquals("/: only 9 inodes left", disk().get(0).what());
    disk("/", "262144 4096 0 0"); // such as btrfs, which counts none
    assertEquals(Level.OK, disk().get(0).level());
  }

  @Test
  void aReadOnlyRootIsFineAndTheStatesOwnFileSystemIsLookedAt() throws Exception {
    mounts(
        """
            /dev/mmcblk0p2 / ext4 rw 0 0
            /dev/mmcblk0p2 / ext4 ro 0 0
            tmpfs /var/lib/pipit tmpfs rw 0 0""");
    tree.with("/var/lib/pipit/recovery", "");
    disk("/var/lib/pipit", "256 4096 100000 90000");
    assertEquals(
        List.of("/ is read-only, as is fine with Pipit", "/var/lib/pipit: 1 MiB free"),
        disk().stream().map(Finding::what).toList());
  }

  @Test
  void aFileSystemThatHangsOrHasErrorsIsAProblem() throws Exception {
    mounts("/dev/mmcblk0p2 / ext4 rw 0 0");
    tree.with("/sys/fs/ext4/mmcblk0p2/errors_count", "12\n");
    programs.answer(STAT + root, Programs.Result.TIMED_OUT, "");
    assertEquals(
        List.of("the file system on mmcblk0p2 has errors", "/ does not answer: it hangs"),
        disk().stream().map(Finding::what).toList());
  }

  @Test
  void littleMemoryIsAWarningUnlessPipitHasItAlready() {
    tree.with("/proc/meminfo", "MemTotal:  948304 kB\nMemAvailable:   204800 kB\n");
    Finding little = new MemoryCheck(tree.board(), false).find().get(0);
    assertEquals("200 of 926 MiB are available, Pipit takes up to 300", little.what());
    assertEquals(Level.OK, new MemoryCheck(tree.board(), true).find().get(0).level());
  }

  @Test
  void swapOnTheCardIsAWarning() {
    tree.with("/proc/meminfo", "MemTotal:  948304 kB\nMemAvailable:   604800 kB\n");
    tree.with(
        "/proc/swaps",
        """
            Filename\tType\tSize\tUsed\tPriority
            /dev/zram0 partition\t9\t0\t5
            /var/swap                               file\t\t102396\t\t0\t\t-2
            """);
    List<Finding> findings = new MemoryCheck(tree.board(), false).find();
    assertEquals(2, findings.size());
    assertEquals("the swap /var/swap wears out the card and makes pauses", findings.get(1).what());
  }

  @Test
  void whoeverKnowsOfTheClockIsBelieved() throws Exception {
    tree.with("/sys/class/rtc/rtc0/name", "");
    assertEquals(Level.NOTE, clock().level());
    tree.with("/run/systemd/system/x", "");
    programs.answer("timedatectl show", 0, "CanNTP=no\nNTPSynchronized=no\n");
    assertEquals(
        Finding.warning("clock", "not synchronized", "apt install systemd-timesyncd"), clock());
    programs.answer("timedatectl show", 0, "CanNTP=yes\nNTPSynchronized=yes\n");
    assertEquals(Finding.ok("clock", SYNCHRONIZED + "the kernel"), clock());
    programs.answer("chronyc -n tracking", 0, "Ref\nLeap status     : Not synchronised\n");
    assertEquals("not synchronized, says chrony", clock().what());
    programs.answer("chronyc -n tracking", 0, "Leap status     : Normal\n");
    assertEquals(Finding.ok("clock", SYNCHRONIZED + "chrony"), clock());
    programs.answer("chronyc -n tracking", 1, "506 Cannot talk to daemon\n");
    assertEquals(Finding.ok("clock", SYNCHRONIZED + "the kernel"), clock());
    tree.with("/run/systemd/timesync/synchronized", "");
    assertEquals(Finding.ok("clock", SYNCHRONIZED + "systemd-timesyncd"), clock());
  }

  @Test
  void aClockBeforeThisPipitWasMadeIsWrong() throws Exception {
    tree.with("/run/systemd/timesync/synchronized", "");
    Finding wrong = clock(NOW.plusSeconds(1));
    assertEquals("2026-11-25T01:00:00Z is wrong: it is before this Pipit was built", wrong.what());
    assertEquals(
        "synchronized, says systemd-timesyncd;"
            + " no real-time clock: wrong after a start until it is set from the network",
        clock().what());
  }

  private void assertPower(String bits, Level level, String what) throws Exception {
    tree.with(THROTTLED, bits + "\n");
    assertEquals(what, power().what());
    assertEquals(level, power().level());
  }

  private Finding power() throws Exception {
    return new PowerCheck(tree.board(), sensors, programs).find().get(0);
  }

  private List<Finding> heat() {
    return new TemperatureCheck(sensors).find();
  }

  private void mounts(String lines) {
    tree.with("/proc/self/mounts", lines + "\n");
  }

  private void disk(String path, String numbers) {
    Path at = path.equals("/") ? root : root.resolve(path.substring(1));
    programs.answer(STAT + at, 0, numbers + "\n");
  }

  private List<Finding> disk() throws Exception {
    return new DiskCheck(tree.board(), programs).find();
  }

  private Finding clock() throws Exception {
    return clock(Instant.EPOCH);
  }

  private Finding clock(Instant built) throws Exception {
    InstantSource now = InstantSource.fixed(NOW);
    return new ClockCheck(tree.board(), sensors, programs, now, built).find().get(0);
  }
}
