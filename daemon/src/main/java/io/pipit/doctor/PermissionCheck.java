package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.UserDatabase;
import io.pipit.board.UserDatabase.Owner;
import io.pipit.board.UserDatabase.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the user that Pipit runs as may use cameras, pins and its configuration: the user pipit
 * where there is one, else whoever asks.
 */
final class PermissionCheck extends Check {
  private static final String SERVICE = "pipit";
  private static final String RULE = "60-pipit.rules";

  private final Board board;
  private final UserDatabase users;
  private final Configuration configuration;

  PermissionCheck(Board board, Configuration configuration) {
    super("permissions");
    this.board = board;
    this.users = new UserDatabase(board);
    this.configuration = configuration;
  }

  @Override
  List<Finding> find() throws IOException {
    Optional<User> service = users.named(SERVICE);
    User user = service.orElseGet(users::current);
    List<Finding> findings = new ArrayList<>();
    if (service.isPresent()) {
      for (Path file : configuration.files()) {
        findings.addAll(reading(user, file));
      }
    }
    findings.addAll(devices(user, "video", "video[0-9]+", configuration.needsVideo()));
    findings.addAll(devices(user, "gpio", "gpiochip[0-9]+", configuration.needsPins()));
    if (findings.isEmpty()) {
      findings.add(ok("no device found"));
    }
    return findings;
  }

  private List<Finding> reading(User user, Path file) throws IOException {
    return !Files.exists(file) || users.allows(user, file, UserDatabase.READ)
        ? List.of()
        : List.of(
            problem(
                "the service's user may not read " + file + " " + owner(users.owner(file)),
                "chown root:%s %s && chmod 0640 %s".formatted(user.name(), file, file)));
  }

  private List<Finding> devices(User user, String group, String pattern, boolean needed)
      throws IOException {
    List<String> allowed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (String name : board.names("/dev", pattern)) {
      Path device = board.path("/dev/" + name);
      if (!Files.isSymbolicLink(device)) { // an old name of another device
        (users.allows(user, device, UserDatabase.USE) ? allowed : refused).add("/dev/" + name);
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!allowed.isEmpty()) {
      findings.add(ok(user.name() + " may use " + shown(allowed)));
    }
    if (!refused.isEmpty()) {
      Owner owner = users.owner(board.path(refused.get(0)));
      String what = user.name() + " may not use " + shown(refused) + " " + owner(owner);
      String remedy = remedy(user, group, owner);
      findings.add(
          needed
              ? problem(what, remedy)
              : configuration.settings().isPresent()
                  ? note(what + "; the configuration does not ask for it", remedy)
                  : warning(what, remedy));
    }
    return findings;
  }

  private String remedy(User user, String group, Owner owner) {
    boolean grouped =
        owner.group() != 0 && (owner.mode() >> 3 & UserDatabase.USE) == UserDatabase.USE;
    if (!grouped) {
      boolean rule =
          board.has("/usr/lib/udev/rules.d/" + RULE) || board.has("/etc/udev/rules.d/" + RULE);
      return rule
          ? "udevadm control --reload && udevadm trigger, so that " + RULE + " is in force"
          : "install Pipit's package, whose " + RULE + " gives it to the group " + group;
    }
    String name = users.group(owner.group());
    if (user.name().equals(SERVICE)) {
      return "usermod -aG " + name + " " + SERVICE + " && systemctl restart " + SERVICE;
    }
    boolean listed =
        users.named(user.name()).map(all -> all.groups().contains(owner.group())).orElse(false);
    return listed
        ? "log in again: you are in the group " + name + " from then on"
        : "usermod -aG " + name + " " + user.name() + ", then log in again";
  }

  private String owner(Owner owner) {
    return "(" + users.shown(owner) + ")";
  }

  private static String shown(List<String> devices) {
    int more = devices.size() - 2;
    return more > 0
        ? devices.get(0) + ", " + devices.get(1) + " and " + more + " more"
        : String.join(", ", devices);
  }
}
