package io.pipit.camera;

import io.pipit.config.CameraUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a network camera's host can be reached.
 *
 * @param name or address, an IPv6 address without its brackets
 */
public record NetworkHost(String name, int port) {
  /** The one that a URL names. */
  public static NetworkHost of(CameraUrl url) {
    return new NetworkHost(url.host(), url.effectivePort());
  }

  /** Why it can't be reached; empty when it can. */
  public Optional<String> obstacle(Duration limit) {
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(name);
      socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("unknown host " + name);
    } catch (SocketTimeoutException e) {
      return Optional.of(name + " does not answer within " + limit.toSeconds() + " s");
    } catch (NoRouteToHostException e) {
      return Optional.of("there is no route to " + name);
    } catch (ConnectException e) {
      return Optional.of(name + " is there, but nothing listens on its port " + port);
    } catch (IOException e) {
      return Optional.of(name + " can't be reached: " + e.getMessage());
    }
  }
}
