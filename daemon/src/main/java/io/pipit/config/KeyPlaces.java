package io.pipit.config;

import com.typesafe.config.ConfigException.NotResolved;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where keys stand in the user's files. Of what the library makes of several files, such as a
 * section that two of them have, it does not know a line any more.
 */
final class KeyPlaces {
  private final Map<String, ConfigOrigin> places = new HashMap<>();

  /** Remembers the keys of a file that is read after those before: its values count. */
  void add(ConfigObject file) {
    add("", file);
  }

  private void add(String prefix, ConfigObject section) {
    for (Map.Entry<String, ConfigValue> entry : entries(section)) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      ConfigValue value = entry.getValue();
      if (value instanceof ConfigObject object) {
        places.putIfAbsent(path, value.origin());
        add(path + ".", object);
      } else {
        places.put(path, value.origin());
      }
    }
  }

  /** None of a section that is built upon another one: what is in it is not known yet. */
  private static Set<Map.Entry<String, ConfigValue>> entries(ConfigObject section) {
    try {
      return section.entrySet();
    } catch (NotResolved e) {
      return Set.of();
    }
  }

  /** The origin itself when it has a line; else the place of the key, if that is known. */
  ConfigOrigin locate(String path, ConfigOrigin origin) {
    return origin.lineNumber() > 0 && origin.filename() != null
        ? origin
        : places.getOrDefault(path, origin);
  }
}
