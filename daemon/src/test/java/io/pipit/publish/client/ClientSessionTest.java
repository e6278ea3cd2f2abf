package io.pipit.publish.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.pipit.event.Report;
import io.pipit.publish.EventStream;
import io.pipit.publish.JsonShape;
import io.pipit.publish.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final int CAPACITY = 2;

  private final EventStream stream = Samples.stream();
  private long now;

  @Test
  void aClientIsGreetedThenSentWhatIsTrueThenWhatHappens() {
    stream.on(started(1));
    EmbeddedChannel client = connect();
    stream.on(started(2));
    assertEquals(List.of("hello 1", "snapshot 1", "new 2"), said(client));
  }

  @Test
  void everyCommandIsAnsweredInOrder() {
    EmbeddedChannel client = greeted();
    send(
        client, "{\"cmd\":\"ping\"}", "", "{\"cmd\":\"snapshot\"}", "{\"cmd\":\"subscribe\"}", "?");
    assertEquals(List.of("pong 0", "snapshot 0", "ok 0", "error 0"), said(client));
  }

  @Test
  void subscribeReplacesTheFilter() {
    EmbeddedChannel client = greeted();
    send(client, "{\"cmd\":\"subscribe\",\"cameras\":[\"yard\"]}");
    stream.on(started(1));
    send(client, "{\"cmd\":\"subscribe\",\"labels\":[\"person\"]}");
    stream.on(started(2));
    send(client, "{\"cmd\":\"subscribe\",\"labels\":[\"dog\"]}");
    stream.on(started(3));
    assertEquals(List.of("ok 0", "ok 1", "new 2", "ok 2"), said(client));
  }

  @Test
  void aSnapshotHoldsWhatTheFilterPasses() {
    EmbeddedChannel client = greeted();
    stream.on(started(1));
    send(client, "{\"cmd\":\"subscribe\",\"cameras\":[\"yard\"]}", "{\"cmd\":\"snapshot\"}");
    List<Map<String, Object>> lines = lines(client);
    Map<String, Object> snapshot = lines.get(lines.size() - 1);
    assertEquals(List.of(), snapshot.get("tracks"));
    assertEquals(1, ((List<?>) snapshot.get("cameras")).size());
  }

  @Test
  void framesComeOnlyWhenAskedFor() {
    EmbeddedChannel client = greeted();
    stream.on(Samples.report("street"));
    send(client, "{\"cmd\":\"subscribe\",\"types\":[\"frame\"],\"cameras\":[\"street\"]}");
    stream.on(Samples.report("street"));
    stream.on(Samples.report("yard"));
    assertEquals(List.of("ok 0", "frame 0"), said(client));
  }

  @Test
  void aSlowClientGetsAGapAndNeverSlowsAnother() {
    EmbeddedChannel slow = greeted();
    EmbeddedChannel quick = greeted();
    writable(slow, false);
    for (int i = 1; i <= 5; i++) {
      stream.on(started(i));
      assertEquals(List.of("new " + i), said(quick));
    }
    assertEquals(List.of(), said(slow));
    writable(slow, true);
    assertEquals(List.of("gap 3", "new 4", "new 5"), said(slow));
    stream.on(started(6));
    assertEquals(List.of("new 6"), said(slow));
  }

  @Test
  void aGapNamesWhatWasLost() {
    EmbeddedChannel slow = greeted();
    writable(slow, false);
    for (int i = 1; i <= 5; i++) {
      stream.on(started(i));
    }
    writable(slow, true);
    Map<String, Object> gap = lines(slow).get(0);
    assertEquals(1L, gap.get("from"));
    assertEquals(3L, gap.get("to"));
    assertEquals(0L, gap.get("frames"));
    assertEquals("slow", gap.get("reason"));
  }

  @Test
  void whoDoesNotReadAnswersIsNotListenedTo() {
    EmbeddedChannel client = greeted();
    writable(client, false);
    assertFalse(client.config().isAutoRead());
    writable(client, true);
    assertTrue(client.config().isAutoRead());
  }

  @Test
  void aClientThatFailsNeverKeepsMessagesFromAnother() {
    EmbeddedChannel broken = greeted();
    EmbeddedChannel whole = greeted();
    broken.pipeline().fireExceptionCaught(new IOException("connection reset"));
    assertFalse(broken.isOpen());
    stream.on(started(1));
    assertEquals(List.of("new 1"), said(whole));
    assertEquals(1, stream.subscribers());
  }

  @Test
  void aClosedConnectionIsForgotten() {
    EmbeddedChannel client = greeted();
    assertEquals(1, stream.subscribers());
    client.close().syncUninterruptibly();
    assertEquals(0, stream.subscribers());
  }

  @Test
  void twentyErrorsAreAnsweredAndOneMoreEndsTheConnection() {
    EmbeddedChannel client = greeted();
    for (int i = 0; i < 20; i++) {
      send(client, "?");
    }
    assertEquals(20, lines(client).size());
    assertTrue(client.isOpen());
    send(client, "?");
    expectLastWord(client, "too_many_errors", "more than 20 errors in 10 s");
  }

  @Test
  void errorsLongAgoAreForgiven() {
    EmbeddedChannel client = greeted();
    for (int i = 0; i < 100; i++) {
      send(client, "?");
      now += TimeUnit.SECONDS.toNanos(1);
    }
    assertEquals(100, lines(client).size());
    assertTrue(client.isOpen());
  }

  @Test
  void aHundredLinesASecondAreAnsweredAndOneMoreEndsTheConnection() {
    EmbeddedChannel client = greeted();
    for (int i = 0; i < 99; i++) {
      send(client, "{\"cmd\":\"ping\"}");
    }
    send(client, "");
    assertEquals(99, lines(client).size());
    send(client, "");
    expectLastWord(client, "too_many_commands", "more than 100 lines in a second");
  }

  @Test
  void tooManyBytesEndTheConnection() {
    EmbeddedChannel client = greeted();
    client.writeInbound(CommandDecoder.tooManyBytes());
    expectLastWord(client, "too_many_bytes", "more than 1048576 bytes in a second");
  }

  @Test
  void afterAbuseWhatWaitsIsThrownAway() {
    EmbeddedChannel client = greeted();
    writable(client, false);
    stream.on(started(1));
    client.writeInbound(CommandDecoder.tooManyBytes());
    expectLastWord(client, "too_many_bytes", "more than 1048576 bytes in a second");
  }

  @Test
  void nothingIsSentAfterTheLastWord() {
    EmbeddedChannel client = greeted();
    List<Object> underWay = new ArrayList<>();
    client
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                underWay.add(message);
              }
            });
    client.writeInbound(
        Unpooled.copiedBuffer("{\"cmd\":\"snapshot\"}", StandardCharsets.UTF_8),
        CommandDecoder.tooManyBytes());
    assertEquals(1, underWay.size());
  }

  @Test
  void aClientThatSendsNoMoreGetsItsAnswersAndIsClosed() {
    EmbeddedChannel client = greeted();
    writable(client, false);
    send(client, "{\"cmd\":\"ping\"}");
    client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    stream.on(started(1));
    assertTrue(client.isOpen());
    writable(client, true);
    assertEquals(List.of("pong 0"), said(client));
    assertFalse(client.isOpen());
  }

  @Test
  void aClientThatSendsNoMoreAndDoesNotReadIsClosedInTime() {
    EmbeddedChannel client = greeted();
    client.freezeTime();
    writable(client, false);
    send(client, "{\"cmd\":\"ping\"}");
    client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    client.advanceTimeBy(9_999, TimeUnit.MILLISECONDS);
    client.runScheduledPendingTasks();
    assertTrue(client.isOpen());
    client.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    client.runScheduledPendingTasks();
    assertFalse(client.isOpen());
  }

  private static Report started(long id) {
    return Samples.started("street", Samples.track(id, "person", 0.9f));
  }

  private EmbeddedChannel connect() {
    return new EmbeddedChannel(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            ClientLimits limits = new ClientLimits(() -> now);
            channel
                .pipeline()
                .addLast(new CommandDecoder(Samples.NODE, 65536))
                .addLast(new ClientSession(channel, stream, CAPACITY, limits));
          }
        });
  }

  private EmbeddedChannel greeted() {
    EmbeddedChannel client = connect();
    assertEquals(2, lines(client).size());
    return client;
  }

  private static void send(EmbeddedChannel client, String... lines) {
    for (String line : lines) {
      client.writeInbound(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
    }
  }

  private static void writable(EmbeddedChannel client, boolean writable) {
    client.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    client.runPendingTasks();
  }

  private void expectLastWord(EmbeddedChannel client, String code, String reason) {
    List<Map<String, Object>> lines = lines(client);
    assertEquals(1, lines.size(), lines.toString());
    assertEquals(code, lines.get(0).get("code"));
    assertEquals(reason + "; the connection is closed", lines.get(0).get("message"));
    assertFalse(client.isOpen());
    assertEquals(0, stream.subscribers());
  }

  private static List<String> said(EmbeddedChannel client) {
    return lines(client).stream().map(line -> line.get("type") + " " + line.get("seq")).toList();
  }

  private static List<Map<String, Object>> lines(EmbeddedChannel client) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Object line = client.readOutbound(); line != null; line = client.readOutbound()) {
      if (line instanceof byte[] bytes) { // else it is the empty one before a close
        lines.add(JsonShape.read(bytes));
      }
    }
    return lines;
  }
}
