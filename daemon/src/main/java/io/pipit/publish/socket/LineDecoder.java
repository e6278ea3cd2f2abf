package io.pipit.publish.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.pipit.publish.client.ClientLimits;
import io.pipit.publish.client.CommandDecoder;
import java.util.List;

/**
 * Cuts a client's bytes into lines. A line that is too long is thrown away as it comes, up to its
 * newline, and reported once; a last line needs no newline.
 */
final class LineDecoder extends LineBasedFrameDecoder {
  /** The maximum length of a line in bytes, without its newline. */
  static final int MAX_LINE_BYTES = 64 * 1024;

  private final ClientLimits limits;
  private boolean tooMuch;

  LineDecoder(ClientLimits limits) {
    super(MAX_LINE_BYTES, true, true);
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof ByteBuf bytes && !limits.bytes(bytes.readableBytes())) {
      bytes.release();
      if (!tooMuch) {
        tooMuch = true;
        ctx.fireChannelRead(CommandDecoder.tooManyBytes());
      }
      return;
    }
    super.channelRead(ctx, message);
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    if (out.isEmpty() && in.isReadable()) {
      out.add(in.readRetainedSlice(in.readableBytes()));
    }
  }
}
