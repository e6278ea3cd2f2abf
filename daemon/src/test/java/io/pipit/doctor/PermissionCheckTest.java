package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a made-up board belong to who runs the tests; its lists say who that is there. */
class PermissionCheckTest {
  private static final Configuration NONE =
      new Configuration(List.of(), Optional.empty(), List.of());

  /** Where root runs the tests, devices get a group that is not root's. */
  private static final long ORDINARY = 4242;

  @TempDir private Path root;
  private Tree tree;
  private long user;
  private long group;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new Tree(root);
    user = ((Number) Files.getAttribute(root, "unix:uid")).longValue();
    long own = ((Number) Files.getAttribute(root, "unix:gid")).longValue();
    group = own == 0 ? ORDINARY : own;
    tree.with(
        "/etc/passwd",
        "owner:x:%d:4000::/:\npipit:x:990:990::/:\nada:x:1000:1000::/:\n".formatted(user));
    tree.with("/etc/group", "gpio:x:%d:ada,pipit\n".formatted(group));
  }

  @Test
  void theServicesUserIsAskedForWhereThereIsOne() throws IOException {
    device("gpiochip0", "rw-rw----");
    assertEquals(List.of(Finding.ok("permissions", "pipit may use /dev/gpiochip0")), find(NONE));
  }

  @Test
  void whoIsInNoGroupLearnsWhichToJoin() throws IOException {
    tree.with("/etc/group", "gpio:x:%d:ada\n".formatted(group));
    device("gpiochip0", "rw-rw----");
    Finding finding = find(NONE).get(0);
    assertEquals(Level.WARNING, finding.level());
    assertEquals("pipit may not use /dev/gpiochip0 (owner:gpio 0660)", finding.what());
    assertEquals("usermod -aG gpio pipit && systemctl restart pipit", finding.remedy());
  }

  @Test
  void aDeviceOfNoGroupNeedsTheRule() throws IOException {
    device("gpiochip0", "rw-------");
    device("gpiochip1", "rw-------");
    device("gpiochip2", "rw-------");
    Finding finding = find(NONE).get(0);
    assertEquals(
        "pipit may not use /dev/gpiochip0, /dev/gpiochip1 and 1 more (owner:gpio 0600)",
        finding.what());
    assertEquals(
        "install Pipit's package, whose 60-pipit.rules gives it to the group gpio",
        finding.remedy());
    tree.with("/usr/lib/udev/rules.d/60-pipit.rules", "");
    assertEquals(
        "udevadm control --reload && udevadm trigger, so that 60-pipit.rules is in force",
        find(NONE).get(0).remedy());
  }

  @Test
  void whoJoinedAfterHeCameMustComeAgain() throws IOException {
    tree.with("/etc/passwd", "owner:x:%d:4000::/:\nada:x:1000:1000::/:\n".formatted(user));
    tree.with("/proc/self/status", "Uid:\t1000\t1000\nGid:\t1000\t1000\nGroups:\t4 24 \n");
    device("gpiochip0", "rw-rw----");
    assertEquals(
        "log in again: you are in the group gpio from then on", find(NONE).get(0).remedy());
    tree.with("/etc/group", "gpio:x:%d:\n".formatted(group));
    assertEquals("usermod -aG gpio ada, then log in again", find(NONE).get(0).remedy());
    tree.with("/proc/self/status", "Uid:\t1000\nGid:\t1000\nGroups:\t4 %d\n".formatted(group));
    assertEquals(Finding.ok("permissions", "ada may use /dev/gpiochip0"), find(NONE).get(0));
  }

  @Test
  void aConfigurationThatTheServiceMayNotReadIsAProblem() throws IOException {
    tree.with("/etc/group", "");
    Path file = tree.with("/etc/pipit/pipit.conf", "").board().path("/etc/pipit/pipit.conf");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path other = tree.with("/etc/pipit/conf.d/gate.conf", "").board().path("/etc/pipit/conf.d");
    Configuration both =
        new Configuration(List.of(file, other.resolve("gate.conf")), Optional.empty(), List.of());
    Finding finding = find(both).get(0);
    assertEquals(Level.PROBLEM, finding.level());
    assertEquals("chown root:pipit %s && chmod 0640 %s".formatted(file, file), finding.remedy());
    Files.setPosixFilePermissions(
        other.resolve("gate.conf"), PosixFilePermissions.fromString("rw-------"));
    assertEquals(2, find(both).stream().filter(one -> one.level() == Level.PROBLEM).count());
  }

  @Test
  void withoutDevicesNoneIsFound() throws IOException {
    assertEquals(Level.OK, find(NONE).get(0).level());
  }

  private void device(String name, String mode) throws IOException {
    Path device = tree.with("/dev/" + name, "").board().path("/dev/" + name);
    Files.setPosixFilePermissions(device, PosixFilePermissions.fromString(mode));
    if (group == ORDINARY) {
      Files.setAttribute(device, "unix:gid", (int) group);
    }
  }

  private List<Finding> find(Configuration configuration) throws IOException {
    return new PermissionCheck(tree.board(), configuration).find();
  }
}
