package io.pipit.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a network camera, as people write it: a password in it may have characters that a
 * URL's grammar would have encoded.
 *
 * @param scheme in lower case
 * @param user decoded; empty: none
 * @param password decoded; empty: none
 * @param host name or address; an IPv6 address without its brackets
 * @param port 0: the scheme's usual one
 * @param rest path and query, as written
 */
public record CameraUrl(
    String scheme, String user, String password, String host, int port, String rest) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
  private static final String HOST =
      "(\\[[0-9A-Fa-f:.%a-z]+\\]|[^\\s:/?#@\\[\\]]+)(?::(\\d{1,5}))?";
  private static final Pattern PLACE = Pattern.compile(HOST + "([/?#].*)?", Pattern.DOTALL);
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern ADDRESS =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  /** Reads one; empty when it is none. */
  public static Optional<CameraUrl> parse(String url) {
    Matcher form = FORM.matcher(url.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    String after = form.group(2);
    int at = endOfUser(after);
    Matcher place = PLACE.matcher(after.substring(at + 1));
    if (!place.matches()) {
      return Optional.empty();
    }
    String host = place.group(1).replaceAll("[\\[\\]]", "");
    int port = place.group(2) == null ? 0 : Integer.parseInt(place.group(2));
    if (port > 65_535 || (NUMBERS.matcher(host).matches() && !ADDRESS.matcher(host).matches())) {
      return Optional.empty();
    }
    String[] user = at < 0 ? new String[] {""} : after.substring(0, at).split(":", 2);
    return Optional.of(
        new CameraUrl(
            form.group(1).toLowerCase(Locale.ROOT),
            decoded(user[0]),
            user.length < 2 ? "" : decoded(user[1]),
            host,
            port,
            orEmpty(place.group(3))));
  }

  /**
   * Where the user's part ends: at the last '@' before the path. A password may have '/', '?' or
   * '#', too: then what stands before them is no host and port.
   */
  private static int endOfUser(String after) {
    int path = indexOfAny(after, "/?#", 0);
    int at = after.lastIndexOf('@', path - 1);
    if (at >= 0 || PLACE.matcher(after.substring(0, path)).matches()) {
      return at;
    }
    for (at = after.indexOf('@'); at >= 0; at = after.indexOf('@', at + 1)) {
      if (PLACE.matcher(after.substring(at + 1)).matches()) {
        return at;
      }
    }
    return -1;
  }

  private static int indexOfAny(String text, String characters, int from) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  /** With %XX read as the byte that it stands for; what is no such escape stays as it is. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      String hex = i + 3 <= text.length() ? text.substring(i + 1, i + 3) : "";
      if (text.charAt(i) == '%' && hex.matches("[0-9A-Fa-f]{2}")) {
        bytes.write(Integer.parseInt(hex, 16));
        i += 2;
      } else {
        bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The URL without a user, as a program takes it that gets user and password beside it. */
  public String withoutUser() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + place + (port == 0 ? "" : ":" + port) + rest;
  }

  /** The port, or the scheme's usual one. */
  public int effectivePort() {
    if (port > 0) {
      return port;
    }
    return switch (scheme) {
      case "rtsps" -> 322;
      case "http" -> 80;
      case "https" -> 443;
      default -> 554;
    };
  }

  /** As it may be shown: without user and passwords. */
  @Override
  public String toString() {
    return Secrets.mask(withoutUser());
  }
}
