package io.pipit.publish.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pipit.publish.EventStream;
import io.pipit.publish.Rejection;
import io.pipit.publish.Rejection.Code;

/** Sends an error to the one client too many, and closes. */
public final class TooManyClientsHandler extends ChannelInboundHandlerAdapter {
  private final EventStream stream;
  private final int maxClients;

  public TooManyClientsHandler(EventStream stream, int maxClients) {
    this.stream = stream;
    this.maxClients = maxClients;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Rejection rejection =
        new Rejection(
            Code.TOO_MANY_CLIENTS, "at most " + maxClients + " clients are served at once", null);
    CloseWithError.send(ctx.channel(), stream.messages().error(stream.seq(), rejection));
  }
}
