package io.pipit.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param port 0: any free one
 */
record ListenAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9.-]+)):([0-9]{1,5})");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");
  private static final ListenAddress NOWHERE = new ListenAddress("127.0.0.1", 0);

  /** Reads {@code HOST:PORT} or {@code [HOST]:PORT}; only this host itself may be HOST. */
  static ListenAddress read(Section section, String key) {
    ListenAddress address =
        section.read(
            key,
            new ValueRule<>(
                "HOST:PORT such as 127.0.0.1:7431 or [::1]:7431, the port 0 to 65535",
                NOWHERE,
                ListenAddress::parse));
    if (LOOPBACK.matcher(address.host()).matches()) {
      return address;
    }
    return section.read(
        key,
        new ValueRule<>(
            "on 127.0.0.1, [::1] or localhost because the socket asks for no password (from another"
                + " computer: ssh -L "
                + address.port()
                + ":127.0.0.1:"
                + address.port()
                + " THIS-COMPUTER)",
            NOWHERE,
            text -> null));
  }

  static @Nullable ListenAddress parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    int port = Integer.parseInt(parts.group(3));
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return port > 65_535 ? null : new ListenAddress(host, port);
  }
}
