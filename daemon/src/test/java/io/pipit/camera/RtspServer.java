package io.pipit.camera;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real RTSP server, GStreamer's, that can be killed, stalled and started again. */
public final class RtspServer implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";

  private Process process;
  private String port = "0";

  private final List<String> login;

  /**
   * A server.
   *
   * @param login user and password, if it is to ask for them
   */
  public RtspServer(String... login) throws Exception {
    this.login = List.of(login);
    Gst.need();
    Gst.need(
        "GStreamer's RTSP server",
        "python3-gi gir1.2-gst-rtsp-server-1.0",
        PYTHON,
        "-c",
        "import gi; gi.require_version('GstRtspServer', '1.0')");
    start();
  }

  /** Starts it, on the port that it had before. */
  void start() throws Exception {
    Path script = Path.of(RtspServer.class.getResource("rtsp_server.py").toURI());
    List<String> command = new ArrayList<>(List.of(PYTHON, script.toString(), port));
    command.addAll(login);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader();
    port = out.readLine();
  }

  public String url() {
    return url("/camera");
  }

  public String url(String path) {
    return "rtsp://127.0.0.1:" + port + path;
  }

  void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal such as STOP or CONT. */
  public void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("no signal " + name);
    }
  }

  @Override
  public void close() throws Exception {
    kill();
  }
}
