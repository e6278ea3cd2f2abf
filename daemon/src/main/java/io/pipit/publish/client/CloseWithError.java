package io.pipit.publish.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection with a last line. Closing at once, with input unread, would make the kernel
 * reset the connection and the client might never see the line; so what comes is thrown away until
 * the client closes too, or for a second.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel by itself
public final class CloseWithError extends ChannelInboundHandlerAdapter {
  private static final int PATIENCE_SECONDS = 1;

  private CloseWithError() {}

  /** Sends the line and closes; whatever else the client sends is not looked at. */
  public static void send(Channel channel, byte[] line) {
    channel.config().setAutoRead(true);
    channel.pipeline().addFirst(new CloseWithError());
    channel
        .writeAndFlush(line)
        .addListener(
            written -> {
              if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
              } else {
                channel.close();
              }
            });
    channel.eventLoop().schedule(() -> channel.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  @SuppressWarnings("deprecation") // deprecated for other handlers; here it is the interface's own
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
