package io.pipit.util;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.TimeZone;

/** Where the program runs: the only reader of system properties and of the environment. */
public final class Platform {
  private static final String ZONES = "zoneinfo/";
  private static final String USUAL_PATH = "/usr/bin:/bin";

  private Platform() {}

  /** Operating system and processor in Java's words, such as {@code Linux amd64}. */
  public static String system() {
    return System.getProperty("os.name") + " " + arch();
  }

  /** The runtime's own version, such as {@code 17.0.15+6-Debian-1deb12u1}. */
  public static String javaVersion() {
    return System.getProperty("java.runtime.version", "?");
  }

  /** Whether the processor is an ARM one, of 32 or 64 bits. */
  public static boolean isArm() {
    return arch().equals("aarch64") || arch().equals("arm");
  }

  /**
   * The name of the platform in paths and archives: {@code linux-x86_64} or {@code linux-aarch64};
   * empty on others, for which there are no native libraries.
   */
  public static Optional<String> name() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return Optional.empty();
    }
    return switch (arch()) {
      case "amd64", "x86_64" -> Optional.of("linux-x86_64");
      case "aarch64" -> Optional.of("linux-aarch64");
      default -> Optional.empty();
    };
  }

  private static String arch() {
    return System.getProperty("os.arch", "");
  }

  /** The folder in which Pipit is installed, as bin/pipit says; empty when it runs otherwise. */
  public static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("pipit.home")).map(Path::of);
  }

  /**
   * One of Pipit's own programs: beside the native libraries of the installed tree, or where the
   * property {@code pipit.programs} says.
   */
  public static Path program(String name) {
    String programs = System.getProperty("pipit.programs");
    Path folder =
        programs != null
            ? Path.of(programs)
            : home().orElse(Path.of("/usr/lib/pipit")).resolve("lib").resolve("native");
    return folder.resolve(name().orElse("unknown")).resolve(name);
  }

  /** The system's time zone as it is now. */
  public static ZoneId timeZone() {
    return variable("TZ").isPresent() ? javasTimeZone() : timeZone(Path.of("/etc/localtime"));
  }

  /**
   * The zone that a link of the system names. Not asked of Java first: Java 17 reads {@code
   * /etc/timezone} before it, which may be an old one.
   */
  static ZoneId timeZone(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      int zones = target.lastIndexOf(ZONES);
      if (zones >= 0) {
        return ZoneId.of(target.substring(zones + ZONES.length()));
      }
    } catch (IOException | UnsupportedOperationException | DateTimeException e) {
      // no link, or to no zone that Java knows: Java compares the file's content with all of its
      // own
    }
    return javasTimeZone();
  }

  /** Java asks once and remembers it, in a property too; so it is made to forget. */
  private static ZoneId javasTimeZone() {
    System.clearProperty("user.timezone");
    TimeZone.setDefault(null);
    return ZoneId.systemDefault();
  }

  /** A text in the bytes that this system's language uses for names of files. */
  public static byte[] bytesOf(String text) {
    return text.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  /** Whether a name of a file has lost bytes because this system's language has no such ones. */
  public static boolean isGarbled(String name) {
    return name.indexOf('\uFFFD') >= 0;
  }

  /** The user's home folder. */
  public static String userHome() {
    return System.getProperty("user.home", "");
  }

  /** The user's name. */
  public static String user() {
    return System.getProperty("user.name", "?");
  }

  /** The folder for temporary files. */
  public static String temporaryFolder() {
    return System.getProperty("java.io.tmpdir", "/tmp");
  }

  /** A variable of the environment; empty when it is not set, or set to nothing. */
  public static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  /** The folders in which programs are searched, with colons. */
  public static String path() {
    return variable("PATH").orElse(USUAL_PATH);
  }

  /**
   * Whether a program is in one of the folders.
   *
   * @param path folders, with colons
   */
  public static boolean hasProgram(String path, String program) {
    return Arrays.stream(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
