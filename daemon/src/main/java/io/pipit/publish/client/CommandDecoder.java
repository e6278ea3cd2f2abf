package io.pipit.publish.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.Rejection;
import io.pipit.publish.Rejection.Code;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Turns a client's lines into commands; an invalid line becomes a command of its own kind. */
public final class CommandDecoder extends SimpleChannelInboundHandler<ByteBuf> {
  private final CommandParser parser;
  private final int maxLineBytes;

  /**
   * A decoder for one client.
   *
   * @param maxLineBytes bytes that the decoder of lines before this one lets through
   */
  public CommandDecoder(NodeInfo node, int maxLineBytes) {
    parser = new CommandParser(node);
    this.maxLineBytes = maxLineBytes;
  }

  /** What a decoder of lines passes on, once, when a client sends too much. */
  public static Object tooManyBytes() {
    String message = "more than " + ClientLimits.BYTES_PER_SECOND + " bytes in a second";
    return new ClientCommand.Wrong(new Rejection(Code.TOO_MANY_BYTES, message, null));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) {
    try {
      // A new decoder each time: it reports malformed input, where ByteBuf.toString replaces it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(line.nioBuffer()).toString();
      ctx.fireChannelRead(parser.parse(text));
    } catch (CharacterCodingException e) {
      wrong(ctx, Code.NOT_UTF8, "the line is not UTF-8");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      wrong(ctx, Code.LINE_TOO_LONG, "a line must have at most " + maxLineBytes + " bytes");
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private static void wrong(ChannelHandlerContext ctx, Code code, String message) {
    ctx.fireChannelRead(new ClientCommand.Wrong(new Rejection(code, message, null)));
  }
}
