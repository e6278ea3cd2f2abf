package io.pipit.publish.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pipit.publish.client.ClientLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineDecoderTest {
  private final List<String> failures = new ArrayList<>();
  private long now;

  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new LineDecoder(new ClientLimits(() -> now)),
          new ChannelInboundHandlerAdapter() {
            @Override
            @SuppressWarnings("deprecation") // deprecated for other handlers
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
              failures.add(cause.getClass().getSimpleName());
            }
          });

  @AfterEach
  void nothingElseWentWrong() {
    assertEquals(List.of(), failures);
  }

  @Test
  void aLineInPiecesIsOneLine() {
    for (String piece : "{\"a\":1}".split("", -1)) {
      send(piece);
      assertNull(channel.readInbound());
    }
    send("\n");
    assertEquals(List.of("{\"a\":1}"), lines());
  }

  @Test
  void severalLinesAtOnceAreSeveral() {
    send("a\nb\n\nc\nd");
    assertEquals(List.of("a", "b", "", "c"), lines());
    send("e\n");
    assertEquals(List.of("de"), lines());
  }

  @Test
  void aReturnBeforeTheNewlineIsNotPartOfTheLine() {
    send("a\r\nb\r");
    send("\nc\rd\n\r\n");
    assertEquals(List.of("a", "b", "c\rd", ""), lines());
  }

  @Test
  void bytesPassAsTheyAre() {
    send(Unpooled.wrappedBuffer(new byte[] {(byte) 0xff, 0, (byte) 0x80, '\n'}));
    ByteBuf line = channel.readInbound();
    assertEquals(3, line.readableBytes());
    assertEquals((byte) 0xff, line.readByte());
    line.release();
  }

  @Test
  void theLineOfMaximalLengthPasses() {
    send("x".repeat(65536) + "\n");
    assertEquals(List.of("x".repeat(65536)), lines());
    send("x".repeat(65536) + "\r\n");
    assertEquals(List.of("x".repeat(65536)), lines());
  }

  @Test
  void aLineThatIsTooLongIsReportedOnceAndTheNextPasses() {
    send("x".repeat(65537) + "\nnext\n");
    assertEquals(List.of("next"), lines());
    expectTooLongOnce();
  }

  @Test
  void aLineThatIsTooLongIsReportedBeforeItEndsAndThrownAwayToItsNewline() {
    send("x".repeat(40_000));
    send("x".repeat(40_000));
    expectTooLongOnce();
    send("x".repeat(40_000));
    send("tail\nnext\n");
    assertEquals(List.of("next"), lines());
  }

  @Test
  void aLastLineNeedsNoNewline() {
    send("a\nlast");
    channel.finish();
    assertEquals(List.of("a", "last"), lines());
  }

  @Test
  void theTailOfALineThatWasTooLongIsNoLastLine() {
    send("x".repeat(70_000));
    expectTooLongOnce();
    send("tail");
    channel.finish();
    assertEquals(List.of(), lines());
  }

  @Test
  void nothingIsNoLastLine() {
    send("a\n");
    channel.finish();
    assertEquals(List.of("a"), lines());
  }

  @Test
  void tooManyBytesInASecondAreReportedOnceAndThrownAway() {
    String line = "x".repeat(65535) + "\n";
    for (int i = 0; i < 16; i++) {
      send(line);
    }
    assertEquals(16, lines().size());
    ByteBuf more = Unpooled.copiedBuffer("a\n", StandardCharsets.UTF_8);
    send(more);
    assertEquals(0, more.refCnt());
    Object error = channel.readInbound();
    assertEquals("Wrong", error.getClass().getSimpleName());
    send("b\n");
    assertNull(channel.readInbound());
  }

  @Test
  void theNextSecondHasItsOwnBytes() {
    String line = "x".repeat(65535) + "\n";
    for (int i = 0; i < 40; i++) {
      now += 1_000_000_000L / 16;
      send(line);
      assertEquals(1, lines().size());
    }
  }

  @Test
  void aLineGoesOnTheWireWithoutACopy() {
    EmbeddedChannel out = new EmbeddedChannel(new LineEncoder());
    byte[] line = "{\"type\":\"pong\"}\n".getBytes(StandardCharsets.UTF_8);
    out.writeOutbound((Object) line);
    ByteBuf wire = out.readOutbound();
    assertSame(line, wire.array());
    assertEquals(line.length, wire.readableBytes());
    assertNull(out.readOutbound());
  }

  private void send(String text) {
    send(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private void send(ByteBuf bytes) {
    channel.writeInbound(bytes);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ByteBuf line = channel.readInbound(); line != null; line = channel.readInbound()) {
      lines.add(line.toString(StandardCharsets.UTF_8));
      line.release();
    }
    return lines;
  }

  private void expectTooLongOnce() {
    assertEquals(List.of("TooLongFrameException"), failures);
    failures.clear();
  }
}
