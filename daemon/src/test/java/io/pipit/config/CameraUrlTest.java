package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "rtsp://cam/1                       | -  | -          | cam          | 0    | /1",
        "RTSPS://cam                        | -  | -          | cam          | 0    | -",
        "rtsp://me@cam:8554/a?b=c           | me | -          | cam          | 8554 | /a?b=c",
        "rtsp://me:pw@192.0.2.1/a           | me | pw         | 192.0.2.1    | 0    | /a",
        "rtsp://me:p@ss@cam/a               | me | p@ss       | cam          | 0    | /a",
        "rtsp://me:p/ss@cam/a               | me | p/ss       | cam          | 0    | /a",
        "rtsp://me:p?ss@cam:554/a           | me | p?ss       | cam          | 554  | /a",
        "rtsp://me:p#ss@cam/a@b             | me | p#ss       | cam          | 0    | /a@b",
        "rtsp://me:100%sure@cam/a           | me | 100%sure   | cam          | 0    | /a",
        "rtsp://me:a%40b%3A%25c@cam/a       | me | a@b:%c     | cam          | 0    | /a",
        "rtsp://me:k%C3%B6ln@cam/a          | me | k\u00f6ln | cam          | 0    | /a",
        "rtsp://me:a:b@cam/a                | me | a:b        | cam          | 0    | /a",
        "rtsp://cam/a@b                     | -  | -          | cam          | 0    | /a@b",
        "rtsp://cam:554/a:b@c               | -  | -          | cam          | 554  | /a:b@c",
        "rtsp://me:pw@[2001:db8::1]:554/a   | me | pw         | 2001:db8::1  | 554  | /a",
        "http://[::1]/mjpeg                 | -  | -          | ::1          | 0    | /mjpeg",
      })
  void takesUrlsAsPeopleWriteThem(
      String url, String user, String password, String host, int port, String rest) {
    CameraUrl read = CameraUrl.parse(url).orElseThrow();
    assertEquals(user == null ? "" : user, read.user());
    assertEquals(password == null ? "" : password, read.password());
    assertEquals(host, read.host());
    assertEquals(port, read.port());
    assertEquals(rest == null ? "" : rest, read.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cam/1",
        "rtsp:/cam",
        "rtsp://",
        "rtsp:///1",
        "rtsp://cam:99999/",
        "rtsp://me@/1",
        "rtsp://127.999.0.1/",
        "rtsp://1.2.3/",
        "rtsp://a b/",
        "rtsp://[::1/",
        "//cam/1",
      })
  void whatNamesNoHostIsNone(String url) {
    assertEquals(Optional.empty(), CameraUrl.parse(url));
  }

  /** Whatever the form of the URL, no password in it is ever shown. */
  @Test
  void noPasswordIsShown() {
    Random random = new Random(1);
    String letters = "abcXYZ019-_.!$*+,;:=~@/?#%";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder word = new StringBuilder("Q");
      for (int k = random.nextInt(8); k > 0; k--) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      String secret = word + "Z" + i;
      String bare = secret.replaceAll("[&;/ \"'?#]", "x");
      for (String url :
          List.of(
              "rtsp://me:" + secret + "@cam.example:554/a",
              "rtsp://me:a " + bare + "@cam.example:554/a",
              "rtsp://" + bare + "@10.0.0.1/a",
              "https://me:" + secret + "@[::1]:8080/",
              "http://cam/a?user=admin&password=" + bare,
              "http://cam/a.cgi?loginuse=me&loginpas=x&pwd=" + bare + "&x=1",
              "rtsp://cam/user=admin&password=" + bare + "&channel=1.sdp",
              "http://cam/snap?access_token=" + bare)) {
        String line = Secrets.mask("it failed: " + url + " could not be opened");
        assertFalse(line.contains("Z" + i), line + " of " + url);
        assertTrue(line.startsWith("it failed: "), line);
        CameraUrl.parse(url).ifPresent(read -> assertFalse(read.toString().contains(secret)));
      }
    }
  }

  @Test
  void whatIsNoSecretStaysReadable() {
    for (String text :
        List.of(
            "rtsp://cam/1: no frame came within 10 s",
            "look at http://cam:80/a and mail me@example.org",
            "cameras.a.url must be a URL")) {
      assertEquals(text, Secrets.mask(text));
    }
    assertEquals("open rtsp://***@cam/1 again", Secrets.mask("open rtsp://me:x@cam/1 again"));
    assertEquals(
        "me:x@cam/1 has no scheme".replace("me:x", "***"),
        Secrets.mask("me:x@cam/1 has no scheme"));
  }
}
