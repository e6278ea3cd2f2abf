package io.pipit.system;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The socket on which systemd would listen. */
public final class NotifySocket implements AutoCloseable {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Channel channel;

  /**
   * Listens.
   *
   * @param name a path, or @ and a name that is in no folder
   */
  public NotifySocket(String name, EventLoop loop) throws InterruptedException {
    channel =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket got) {
                    messages.add(got.content().toString(StandardCharsets.UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(name.startsWith("@") ? "\0" + name.substring(1) : name))
            .sync()
            .channel();
  }

  /** The next message; null when none comes. */
  public @Nullable String next() throws InterruptedException {
    return messages.poll(20, TimeUnit.SECONDS);
  }

  /** Waits for a message that begins so. */
  public String next(String start) throws InterruptedException {
    String message = next();
    while (message != null && !message.startsWith(start)) {
      message = next();
    }
    if (message == null) {
      throw new AssertionError("no message " + start);
    }
    return message;
  }

  /** Forgets what has come, and says whether nothing comes for so long. */
  public boolean isSilentFor(long millis) throws InterruptedException {
    messages.clear();
    return messages.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
