package io.pipit.system;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd how the service is, as sd_notify(3) does. Without systemd nothing is sent. Calls
 * only hand over to the net thread: when that hangs, systemd is no longer notified.
 */
public final class Systemd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private final @Nullable Channel channel;
  private final @Nullable Duration watchdog;

  /**
   * Opens the socket that the environment names.
   *
   * @param environment the process's
   */
  public Systemd(Map<String, String> environment, EventLoop net) {
    String socket = environment.get("NOTIFY_SOCKET");
    channel = socket == null || socket.isEmpty() ? null : open(socket, net);
    watchdog = channel == null ? null : period(environment.get("WATCHDOG_USEC"));
  }

  private static @Nullable Channel open(String socket, EventLoop net) {
    // A name that begins with @ is in no folder.
    String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
    try {
      return new Bootstrap()
          .group(net)
          .channel(EpollDomainDatagramChannel.class)
          .handler(new ChannelInboundHandlerAdapter())
          .connect(new DomainSocketAddress(path))
          .syncUninterruptibly()
          .channel();
    } catch (Exception e) { // checked ones too: Netty does not declare them
      LOG.warn(
          "[systemd] its socket {} can't be opened, systemd is not notified: {}",
          socket,
          e.toString());
      return null;
    }
  }

  private static @Nullable Duration period(@Nullable String micros) {
    try {
      return micros == null ? null : Duration.ofNanos(Long.parseLong(micros) * 1000);
    } catch (NumberFormatException e) {
      LOG.warn("[systemd] WATCHDOG_USEC is not a number: {}", micros);
      return null;
    }
  }

  /** Within which time {@link #watchdog} must be called again and again; null: never. */
  public @Nullable Duration watchdogPeriod() {
    return watchdog;
  }

  /** The service is up. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  /** One line for {@code systemctl status}. */
  public void status(String status) {
    send("STATUS=" + status);
  }

  /** Everything advances. */
  public void watchdog() {
    send("WATCHDOG=1");
  }

  /** The service begins to stop. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String message) {
    if (channel != null) {
      channel
          .writeAndFlush(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8))
          .addListener(
              sent -> {
                if (!sent.isSuccess()) {
                  LOG.debug("[systemd] not notified: {}", String.valueOf(sent.cause()));
                }
              });
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.close().awaitUninterruptibly(1000);
    }
  }
}
