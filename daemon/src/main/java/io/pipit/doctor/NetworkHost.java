package io.pipit.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether another host can be reached.
 *
 * @param name or address, an IPv6 address without its brackets
 */
record NetworkHost(String name, int port) {
  private static final Pattern URL =
      Pattern.compile(
          "rtsps?://(?:[^/]*@)?(?:\\[([^\\]]+)\\]|([^/:?#]+))(?::(\\d{1,5}))?(?:[/?#].*)?");
  private static final int RTSP = 554;
  private static final int RTSPS = 322;

  /** The one that an rtsp URL names; empty when it names none. */
  static Optional<NetworkHost> of(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int usual = url.startsWith("rtsps") ? RTSPS : RTSP;
    int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
    return port > 65_535 ? Optional.empty() : Optional.of(new NetworkHost(host, port));
  }

  /** Why it can't be reached; empty when it can. */
  Optional<String> obstacle(Duration limit) {
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(name);
      socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("unknown host " + name);
    } catch (SocketTimeoutException e) {
      return Optional.of(name + " does not answer within " + limit.toSeconds() + " s");
    } catch (ConnectException e) {
      return Optional.of(name + " is there, but nothing listens on its port " + port);
    } catch (IOException e) {
      return Optional.of(name + " can't be reached: " + e.getMessage());
    }
  }
}
