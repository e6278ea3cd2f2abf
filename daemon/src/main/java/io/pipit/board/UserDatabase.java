package io.pipit.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The board's users and groups, and which files are theirs. */
public final class UserDatabase {
  /** Reading, as the bits of a file's mode. */
  public static final int READ = 4;

  /** Reading and writing. */
  public static final int USE = 6;

  private final Board board;

  /**
   * Somebody.
   *
   * @param groups the numbers of all groups that they are in
   */
  public record User(String name, long id, Set<Long> groups) {
    public User {
      groups = Set.copyOf(groups);
    }
  }

  /** Whose a file is and what its mode allows. */
  public record Owner(long user, long group, int mode) {}

  public UserDatabase(Board board) {
    this.board = board;
  }

  /** The user of a name, with the groups that are listed for him. */
  public Optional<User> named(String name) {
    return entries("/etc/passwd")
        .filter(entry -> entry.get(0).equals(name))
        .findFirst()
        .map(entry -> user(name, number(entry.get(2)), number(entry.get(3))));
  }

  /** Whoever runs this process, with the groups that the process has. */
  public User current() {
    long id = status("Uid").stream().findFirst().orElse(-1L);
    Set<Long> groups = new TreeSet<>(status("Groups"));
    status("Gid").stream().limit(1).forEach(groups::add);
    String name =
        entries("/etc/passwd")
            .filter(entry -> number(entry.get(2)) == id)
            .map(entry -> entry.get(0))
            .findFirst()
            .orElse("user " + id);
    return new User(name, id, groups);
  }

  /** Whether the mode of a file allows it. */
  public boolean allows(User user, Path file, int bits) throws IOException {
    Owner owner = owner(file);
    int shift = user.id == owner.user ? 6 : user.groups.contains(owner.group) ? 3 : 0;
    return user.id == 0 || (owner.mode >> shift & bits) == bits;
  }

  public Owner owner(Path file) throws IOException {
    var attributes = Files.readAttributes(file, "unix:uid,gid,mode");
    return new Owner(
        number(attributes.get("uid")),
        number(attributes.get("gid")),
        (int) number(attributes.get("mode")) & 0xfff);
  }

  /** {@code root:video 0660}. */
  public String shown(Owner owner) {
    String user =
        entries("/etc/passwd")
            .filter(entry -> number(entry.get(2)) == owner.user)
            .map(entry -> entry.get(0))
            .findFirst()
            .orElse(String.valueOf(owner.user));
    return "%s:%s %04o".formatted(user, group(owner.group), owner.mode);
  }

  /** The name of a group, or its number where it has none. */
  public String group(long number) {
    return entries("/etc/group")
        .filter(entry -> number(entry.get(2)) == number)
        .map(entry -> entry.get(0))
        .findFirst()
        .orElse(String.valueOf(number));
  }

  private User user(String name, long id, long group) {
    Set<Long> groups =
        entries("/etc/group")
            .filter(entry -> List.of(entry.get(3).split(",", -1)).contains(name))
            .map(entry -> number(entry.get(2)))
            .collect(Collectors.toCollection(TreeSet::new));
    groups.add(group);
    return new User(name, id, groups);
  }

  private Stream<List<String>> entries(String file) {
    return board.lines(file).stream()
        .map(line -> List.of(line.split(":", -1)))
        .filter(entry -> entry.size() >= 4);
  }

  private List<Long> status(String key) {
    return board.lines("/proc/self/status").stream()
        .filter(line -> line.startsWith(key + ":"))
        .flatMap(line -> Arrays.stream(line.substring(key.length() + 1).strip().split("\\s+", -1)))
        .filter(word -> !word.isEmpty())
        .map(UserDatabase::number)
        .toList();
  }

  private static long number(@Nullable Object attribute) {
    return attribute instanceof Number number ? number.longValue() : -1;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
