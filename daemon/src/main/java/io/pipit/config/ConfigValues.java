package io.pipit.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/** What messages need to know of the library's values. */
final class ConfigValues {
  private ConfigValues() {}

  /** Whether it is a text, a number, or true or false. */
  static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case OBJECT, LIST, NULL -> false;
    };
  }

  /** As the file has it; without a password. */
  static String show(ConfigValue value) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      return "a section";
    }
    if (value.valueType() == ConfigValueType.LIST) {
      return "a list";
    }
    return Secrets.mask(value.render(ConfigRenderOptions.concise()));
  }
}
