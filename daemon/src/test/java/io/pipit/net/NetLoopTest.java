package io.pipit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetLoopTest {
  private static final InetSocketAddress ANY_PORT = address(0);

  private final NetLoop net = new NetLoop();

  @Sharable
  private static final class Silent extends ChannelInboundHandlerAdapter {}

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void tasksRunOnTheNetThread() throws Exception {
    assertEquals(
        "net", net.loop().submit(() -> Thread.currentThread().getName()).get(10, TimeUnit.SECONDS));
  }

  @Test
  void closingEndsTheThreadAndEveryChannel() throws Exception {
    Channel listening = net.listen(ANY_PORT, "socket", new Silent());
    InetSocketAddress address = (InetSocketAddress) listening.localAddress();
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      client.setSoTimeout(10_000);
      // What is accepted before the loop ends is closed by it, not left to the kernel.
      net.loop().submit(() -> {}).get(10, TimeUnit.SECONDS);
      net.close();
      assertFalse(listening.isOpen());
      assertTrue(net.loop().isTerminated());
      assertTrue(ended(client));
    }
    assertThrows(
        ConnectException.class, () -> new Socket(address.getAddress(), address.getPort()).close());
    assertThrows(RejectedExecutionException.class, () -> net.loop().execute(() -> {}));
  }

  @Test
  void closingTwiceIsFine() {
    net.close();
    net.close();
    assertTrue(net.loop().isTerminated());
  }

  @Test
  void aPortInUseIsABindFailureAndTheLoopGoesOn() throws Exception {
    Channel first = net.listen(ANY_PORT, "socket", new Silent());
    InetSocketAddress taken = (InetSocketAddress) first.localAddress();
    BindFailure failure =
        assertThrows(BindFailure.class, () -> net.listen(taken, "socket", new Silent()));
    assertEquals(ExitCode.UNAVAILABLE, failure.exitCode());
    assertTrue(failure.getMessage().contains("in use by another program"), failure.getMessage());
    assertTrue(first.isOpen());
    assertTrue(net.loop().submit(() -> true).get(10, TimeUnit.SECONDS));
  }

  @Test
  void aHostThatIsNoneIsABindFailureThatNamesTheKey() {
    BindFailure failure =
        assertThrows(BindFailure.class, () -> NetLoop.resolve("1:2:3", "socket.listen"));
    assertEquals(
        "socket.listen 1:2:3: no such host is known; set it to an address, such as 127.0.0.1",
        failure.getMessage());
  }

  @Test
  void theReasonIsReportedWithTheRemedy() {
    assertMessage(
        "127.0.0.1:80: no permission to listen; give socket.listen a port of 1024 or more",
        80,
        new SocketException("Permission denied"));
    assertMessage(
        "127.0.0.1:7431: this board has no such address; give socket.listen one of its own",
        7431,
        new BindException("Cannot assign requested address"));
    assertMessage(
        "127.0.0.1:7431: the port is in use by another program; stop that one ('ss -ltnp' names"
            + " it) or give socket.listen another port",
        7431,
        new BindException("Address already in use"));
    assertMessage(
        "127.0.0.1:7431: can't listen (Too many open files); check socket.listen",
        7431,
        new SocketException("Too many open files"));
  }

  private static void assertMessage(String message, int port, Exception cause) {
    assertEquals(message, NetLoop.explain(address(port), "socket.listen", cause));
  }

  private static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the peer has closed: orderly, or by a reset when it had not yet accepted. */
  private static boolean ended(Socket client) throws IOException {
    try {
      return client.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    }
  }
}
