package io.pipit.publish.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/** Puts lines on the wire as they are, without a copy. */
@Sharable
final class LineEncoder extends MessageToMessageEncoder<byte[]> {
  LineEncoder() {
    super(byte[].class);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, byte[] line, List<Object> out) {
    out.add(Unpooled.wrappedBuffer(line));
  }
}
