package io.pipit.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread, {@code net}, on which all channels live. It must never block, run a model or call
 * a pin.
 */
public final class NetLoop implements AutoCloseable {
  // What a client that does not read may hold: this in the program, twice the other in the kernel.
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);
  private static final int SEND_BUFFER = 64 * 1024;

  private static final ThreadFactory THREAD = task -> new FastThreadLocalThread(task, "net");

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, THREAD, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();
  // Closed before the loop ends: Netty's own shutdown leaves channels open when it meets the loop
  // between asking whether to close them and asking whether to end.
  private final ChannelGroup channels = new DefaultChannelGroup("net", loop, true);

  /** The loop itself; what is executed on it runs on the net thread. */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Finds an address by name.
   *
   * @param key the configuration's key that holds the name, for the message
   * @throws BindFailure when the name is not known
   */
  public static InetAddress resolve(String host, String key) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new BindFailure(
          key + " " + host + ": no such host is known; set it to an address, such as 127.0.0.1", e);
    }
  }

  /**
   * Listens on an address.
   *
   * @param key the configuration's key that holds the address, for messages
   * @param clients sets up each client's channel
   * @return the listening channel
   * @throws BindFailure when that can't be; the message names the address and the remedy
   */
  public Channel listen(InetSocketAddress address, String key, ChannelHandler clients) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true) // restart while old connections linger
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    channels.add(client);
                    client.pipeline().addLast(clients);
                  }
                });
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BindFailure(explain(address, key, bound.cause()), bound.cause());
    }
    channels.add(bound.channel());
    return bound.channel();
  }

  /** Ends the thread; channels that are still open are closed. */
  @Override
  public void close() {
    channels.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  static String explain(InetSocketAddress address, String key, Throwable cause) {
    String where = address.getHostString() + ":" + address.getPort() + ": ";
    String reason = String.valueOf(cause.getMessage());
    String kind = reason.toLowerCase(Locale.ROOT);
    if (kind.contains("in use")) {
      return where
          + "the port is in use by another program; stop that one ('ss -ltnp' names it) or give "
          + key
          + " another port";
    }
    if (kind.contains("permission")) {
      return where + "no permission to listen; give " + key + " a port of 1024 or more";
    }
    if (kind.contains("assign")) {
      return where + "this board has no such address; give " + key + " one of its own";
    }
    return where + "can't listen (" + reason + "); check " + key;
  }
}
