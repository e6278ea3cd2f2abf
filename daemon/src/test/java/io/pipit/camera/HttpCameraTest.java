package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Secret;
import io.pipit.scene.Frame.Layout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A camera that sends JPEG images over HTTP: a real server, and the real GStreamer. */
@Timeout(60)
class HttpCameraTest {
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    Gst.need();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/stream", this::stream);
    server.createContext("/snapshot.jpg", this::snapshot);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void stream(HttpExchange exchange) throws IOException {
    if (!LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"camera\"");
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=cut");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] image = jpeg();
      String head = "--cut\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n";
      while (true) {
        out.write(head.formatted(image.length).getBytes(StandardCharsets.UTF_8));
        out.write(image);
        out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private void snapshot(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    byte[] image = jpeg();
    exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
    exchange.sendResponseHeaders(200, image.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(image);
    }
  }

  private static byte[] jpeg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR), "jpg", bytes);
    return bytes.toByteArray();
  }

  @Test
  void imagesOfOneAnswerAreFrames() throws Exception {
    try (Camera camera = camera("http://me:p@ss@%s/stream", Duration.ZERO)) {
      camera.open();
      FrameBuffer buffer = new FrameBuffer();
      for (int i = 0; i < 5; i++) {
        assertEquals(Layout.packed(64, 48), camera.read(buffer));
      }
    }
  }

  @Test
  void singleImagesAreAskedForOneAfterTheOther() throws Exception {
    try (Camera camera = camera("http://%s/snapshot.jpg", Duration.ofMillis(200))) {
      camera.open();
      FrameBuffer buffer = new FrameBuffer();
      for (int i = 0; i < 3; i++) {
        assertEquals(Layout.packed(64, 48), camera.read(buffer));
      }
      assertTrue(asked.get() >= 3, "asked " + asked);
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    assertEquals("it refuses user or password (401)", fault("http://me:no@%s/stream"));
    assertEquals("it has no such stream (404)", fault("http://%s/none"));
    assertEquals("it sends no stream of JPEG images", fault("http://%s/snapshot.jpg"));
  }

  private String fault(String url) {
    try (Camera camera = camera(url, Duration.ZERO)) {
      String reason = assertThrows(CameraException.class, camera::open).reason();
      return reason.substring(reason.lastIndexOf(": ") + 2);
    }
  }

  private Camera camera(String url, Duration interval) {
    String place = "127.0.0.1:" + server.getAddress().getPort();
    CameraUrl address = CameraUrl.parse(url.formatted(place)).orElseThrow();
    return Gst.camera(new Source.Http(address, interval, Secret.NONE), 0, true);
  }
}
