package io.pipit.publish.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.pipit.config.SocketSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.net.NetLoop;
import io.pipit.publish.EventStream;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.client.ClientLimits;
import io.pipit.publish.client.ClientSession;
import io.pipit.publish.client.CommandDecoder;
import io.pipit.publish.client.TooManyClientsHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event stream over TCP, one JSON object a line. */
public final class SocketServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
  private static final int FLUSH_SECONDS = 1;

  /** The configuration's key for the address, for messages. */
  private static final String KEY = "socket.listen";

  private final SocketSettings settings;
  private final NodeInfo node;
  private final EventStream stream;
  private final NetLoop net;
  private final ChannelHandler encoder = new LineEncoder();
  private final ChannelGroup clients; // the net thread adds; closed ones leave by themselves
  private volatile @Nullable Channel listening;

  /** A server that does not listen yet. */
  public SocketServer(SocketSettings settings, NetLoop net, NodeInfo node, EventStream stream) {
    this.settings = settings;
    this.node = node;
    this.stream = stream;
    this.net = net;
    clients = new DefaultChannelGroup("socket", net.loop());
  }

  /**
   * Listens from now on.
   *
   * @throws UserException when it can't, or must not: the message says what to do
   */
  public void start() {
    InetAddress host = loopback(settings.host());
    listening =
        net.listen(
            new InetSocketAddress(host, settings.port()),
            KEY,
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel client) {
                accept(client);
              }
            });
    LOG.info("[socket] listening on {}:{}", settings.host(), address().getPort());
  }

  /** Where it listens, once it does; with the real port when the configuration says 0. */
  public InetSocketAddress address() {
    return (InetSocketAddress) Objects.requireNonNull(listening).localAddress();
  }

  /** Takes no new client, sends what waits for at most a second, and closes all connections. */
  @Override
  public void close() {
    Channel open = listening;
    if (open == null) {
      return;
    }
    open.close().awaitUninterruptibly(FLUSH_SECONDS, TimeUnit.SECONDS);
    net.loop()
        .submit(
            () -> {
              for (Channel client : clients) {
                client.pipeline().get(ClientSession.class).finish(FLUSH_SECONDS);
              }
            })
        .awaitUninterruptibly(FLUSH_SECONDS, TimeUnit.SECONDS);
    clients.newCloseFuture().awaitUninterruptibly(2 * FLUSH_SECONDS, TimeUnit.SECONDS);
  }

  private void accept(Channel client) {
    client.pipeline().addLast(encoder);
    if (clients.size() >= settings.maxClients()) {
      client.pipeline().addLast(new TooManyClientsHandler(stream, settings.maxClients()));
      return;
    }
    clients.add(client);
    ClientLimits limits = new ClientLimits(System::nanoTime);
    client
        .pipeline()
        .addLast(new LineDecoder(limits))
        .addLast(new CommandDecoder(node, LineDecoder.MAX_LINE_BYTES))
        .addLast(new ClientSession(client, stream, settings.queue(), limits));
  }

  /** Only this host may listen in: there is no authentication yet. */
  private static InetAddress loopback(String host) {
    InetAddress address = NetLoop.resolve(host, KEY);
    if (!address.isLoopbackAddress()) {
      throw new UserException(
          ExitCode.CONFIG,
          KEY
              + " "
              + host
              + ": must be a loopback address (127.0.0.1 or ::1), because clients are not"
              + " authenticated and anyone on the network could listen in; use an SSH tunnel");
    }
    return address;
  }
}
