package io.pipit.config;

import io.pipit.config.CameraSettings.Source;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The passwords of one configuration, to be kept out of texts that other programs wrote. */
public final class KnownSecrets {
  /** Those of no configuration. */
  public static final KnownSecrets NONE = new KnownSecrets(List.of(), List.of());

  /** A shorter one is masked as a whole word only, or nothing of a text would remain. */
  private static final int MIN_PART = 4;

  private final List<Secret> secrets;
  private final List<CameraUrl> urls;

  private KnownSecrets(List<Secret> secrets, List<CameraUrl> urls) {
    this.secrets = List.copyOf(secrets);
    this.urls = List.copyOf(urls);
  }

  /** Those that stand apart, and those in the cameras' URLs. */
  static KnownSecrets of(List<Secret> secrets, List<CameraSettings> cameras) {
    return new KnownSecrets(
        secrets, cameras.stream().flatMap(camera -> urls(camera.source()).stream()).toList());
  }

  private static List<CameraUrl> urls(Source source) {
    if (source instanceof Source.Rtsp rtsp) {
      return List.of(rtsp.url());
    }
    return source instanceof Source.Http http ? List.of(http.url()) : List.of();
  }

  /** The text with every password in it, and all of what looks like one, replaced by stars. */
  public String mask(String text) {
    String masked = text;
    for (String form : forms()) {
      String word = Pattern.quote(form);
      masked =
          masked.replaceAll(form.length() < MIN_PART ? "(?<!\\w)" + word + "(?!\\w)" : word, "***");
    }
    return Secrets.mask(masked);
  }

  /** What each may be written as; the longer ones first, as they may contain others. */
  private List<String> forms() {
    Set<String> forms = new HashSet<>();
    for (String password : passwords()) {
      String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8);
      forms.add(password);
      forms.add(encoded);
      forms.add(encoded.replace("+", "%20"));
      forms.add(password.replace("\\", "\\\\").replace("\"", "\\\""));
      for (CameraUrl url : urls) {
        String both = url.user() + ":" + password;
        forms.add(Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private Set<String> passwords() {
    Set<String> passwords = new HashSet<>();
    urls.forEach(url -> passwords.add(url.password()));
    secrets.forEach(secret -> passwords.add(revealed(secret)));
    passwords.removeIf(String::isBlank);
    return passwords;
  }

  /** Empty when it can't be read: then no text that whoever asks may read has it from there. */
  private static String revealed(Secret secret) {
    try {
      return secret.reveal();
    } catch (IOException e) {
      return "";
    }
  }
}
