package io.pipit.control;

import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.Suggestion;
import io.pipit.errors.UserException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which camera is meant. */
public final class CameraChoice {
  private CameraChoice() {}

  /**
   * The camera of that name, or the only one.
   *
   * @throws UserException when there is none of that name, or several and no name
   */
  public static CameraSettings of(Settings settings, @Nullable String name) {
    List<CameraSettings> cameras = settings.cameras();
    List<String> names = cameras.stream().map(CameraSettings::name).toList();
    if (name == null && cameras.size() == 1) {
      return cameras.get(0);
    }
    if (name == null) {
      throw new UserException(
          ExitCode.USAGE, "name one of the cameras: " + String.join(", ", names));
    }
    return settings
        .find(name)
        .orElseThrow(
            () ->
                new UserException(
                    ExitCode.USAGE,
                    "there is no camera '%s'; the cameras are %s%s"
                        .formatted(name, String.join(", ", names), Suggestion.hint(name, names))));
  }
}
