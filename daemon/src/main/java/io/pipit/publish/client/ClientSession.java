package io.pipit.publish.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.pipit.publish.EventStream;
import io.pipit.publish.Numbered;
import io.pipit.publish.Rejection;
import io.pipit.publish.Rejection.Code;
import io.pipit.publish.Subscriber;
import io.pipit.publish.Subscription;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: greets it, answers its commands and passes on the live events it wants, no faster
 * than it reads. The handlers before it in the channel turn bytes into {@link ClientCommand}s; it
 * writes each line as a {@code byte[]}. Net thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel by itself
public final class ClientSession extends SimpleChannelInboundHandler<ClientCommand>
    implements Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  /** How long a client may take to read its last answers. */
  private static final int FINISH_SECONDS = 10;

  private final Channel channel;
  private final EventStream stream;
  private final ClientQueue queue;
  private final ClientLimits limits;
  private Subscription subscription = Subscription.DEFAULT;

  /** What waits is still sent, then the connection is closed; nothing new is taken in. */
  private boolean finishing;

  /** Not even what waits is sent. */
  private boolean dismissed;

  /**
   * A client that has just connected.
   *
   * @param capacity live events held for it at most
   */
  public ClientSession(Channel channel, EventStream stream, int capacity, ClientLimits limits) {
    this.channel = channel;
    this.stream = stream;
    this.limits = limits;
    queue = new ClientQueue(capacity, gap -> stream.messages().gap(gap));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    queue.answer(stream.hello());
    queue.snapshot(stream.snapshot(subscription));
    stream.add(this);
    flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stream.remove(this);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ClientCommand command) {
    if (finishing) {
      return;
    }
    if (!limits.command()) {
      abuse(
          Code.TOO_MANY_COMMANDS,
          "more than " + ClientLimits.COMMANDS_PER_SECOND + " lines in a second");
    } else if (command instanceof ClientCommand.Subscribe subscribe) {
      subscription = subscribe.subscription();
      queue.answer(stream.messages().subscribed(stream.seq(), subscription));
    } else if (command instanceof ClientCommand.Snapshot) {
      queue.snapshot(stream.snapshot(subscription));
    } else if (command instanceof ClientCommand.Ping ping) {
      queue.answer(stream.messages().pong(stream.seq(), ping.id()));
    } else if (command instanceof ClientCommand.Wrong wrong) {
      wrong(wrong.rejection());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    flush();
    // A client that does not read its answers may send no more commands: that bounds what waits.
    channel.config().setAutoRead(channel.isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !finishing) {
      finish(FINISH_SECONDS);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // deprecated for other handlers; here it is the interface's own
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) { // a lost connection is nothing to report
      LOG.warn("[socket] client {} is closed after an error", channel.remoteAddress(), cause);
    }
    ctx.close();
  }

  @Override
  public String name() {
    return String.valueOf(channel.remoteAddress()).replaceFirst("^/", "");
  }

  @Override
  public long dropped() {
    return queue.dropped();
  }

  @Override
  public void offer(Numbered event) {
    if (!finishing && subscription.passes(event.event())) {
      queue.add(event);
    }
  }

  @Override
  public void flush() {
    if (dismissed) {
      return;
    }
    boolean wrote = false;
    while (channel.isWritable()) {
      byte[] line = queue.poll();
      if (line == null) {
        break;
      }
      channel.write(line, channel.voidPromise());
      wrote = true;
    }
    if (wrote) {
      channel.flush();
    }
    if (finishing && queue.isEmpty()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Sends what waits, nothing new, and closes. */
  public void finish(int seconds) {
    finishing = true;
    stream.remove(this);
    channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    flush();
  }

  private void wrong(Rejection rejection) {
    if (rejection.code() == Code.TOO_MANY_BYTES) {
      abuse(rejection.code(), rejection.message());
    } else if (limits.error()) {
      queue.answer(stream.messages().error(stream.seq(), rejection));
    } else {
      abuse(
          Code.TOO_MANY_ERRORS,
          "more than " + ClientLimits.ERRORS_PER_TEN_SECONDS + " errors in 10 s");
    }
  }

  /** Ends the connection with an error; what still waits is not sent. */
  private void abuse(Code code, String message) {
    finishing = true;
    dismissed = true;
    stream.remove(this);
    Rejection rejection = new Rejection(code, message + "; the connection is closed", null);
    LOG.warn("[socket] client {}: {}", channel.remoteAddress(), rejection.message());
    CloseWithError.send(channel, stream.messages().error(stream.seq(), rejection));
  }
}
