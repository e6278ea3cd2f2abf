package io.pipit.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * Looks at a configuration's text for what the library merges or loads without a word: keys and
 * names that stand there twice, and includes. Also for errors that it explains in a parser's words.
 * It follows HOCON's grammar (github.com/lightbend/config, HOCON.md) as far as needed, and gives up
 * silently where the text breaks it: then the library has something to say.
 */
final class HoconScanner {
  private static final int MAX_DEPTH = 32;

  /** Sections whose members the user names: two of one name would become one. */
  private static final Set<String> NAMED =
      Set.of("cameras", "rules", "zones", "lines", "masks", "filters", "outputs", "inputs");

  /** What may follow a text without quotes: another value, or a comment. */
  private static final String MAY_FOLLOW = "\"{[$#/";

  private static final String QUOTES = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb";

  /**
   * An include statement.
   *
   * @param kind what stands around the name: "", "file", "url", "classpath"
   */
  record Include(int line, String kind, String name) {}

  /** What stands between a key and its value: nothing, "=", "+=", or ":" at the end of a line. */
  private enum Assignment {
    NONE,
    SET,
    ADD,
    COLON
  }

  /** The text breaks the grammar in a way that has been reported, or that the library reports. */
  private static final class Lost extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final HoconTokens tokens;
  private final ObjIntConsumer<String> problem;
  private final List<Include> includes = new ArrayList<>();
  private final Map<String, Integer> values = new HashMap<>();
  private final Map<String, Integer> sections = new HashMap<>();

  /**
   * @param problem is given each message with its line
   */
  HoconScanner(String text, ObjIntConsumer<String> problem) {
    tokens = new HoconTokens(text);
    this.problem = problem;
  }

  /** Scans the whole text and gives the includes in it. */
  List<Include> scan() {
    try {
      boolean braces = tokens.skipBlank() == '{';
      if (braces) {
        tokens.next();
      }
      members("", braces ? '}' : HoconTokens.END, tokens.line(), 1);
    } catch (Lost e) {
      // reported already, or the library does
    }
    return includes;
  }

  private Lost lost(int line, String message) {
    problem.accept(message, line);
    return new Lost();
  }

  /** The members of a section up to the character that closes it. */
  private void members(String path, char close, int opened, int depth) throws Lost {
    for (; ; ) {
      char c = tokens.skipBlank();
      if (c == ',') {
        tokens.next();
      } else if (c == close) {
        tokens.next();
        return;
      } else if (c == HoconTokens.END) {
        throw lost(opened, "the { of this line is not closed by a }");
      } else if (c == '}') {
        throw lost(tokens.line(), "a } without a { that it closes");
      } else {
        member(path, depth);
      }
    }
  }

  private void member(String path, int depth) throws Lost {
    int line = tokens.line();
    String kind = tokens.include();
    if (kind != null) {
      include(line, kind);
      return;
    }
    String key = tokens.key();
    checkQuotes(key, line);
    if (key.isEmpty()) {
      throw new Lost();
    }
    value(path.isEmpty() ? key : path + "." + key, line, depth, assignment(key, line));
  }

  /** What stands between a key and its value. */
  private Assignment assignment(String key, int line) throws Lost {
    char separator = tokens.skipSpaces();
    if (separator == '{') {
      return Assignment.NONE;
    }
    if (tokens.skip("+=")) {
      return Assignment.ADD;
    }
    if (separator != '=' && separator != ':') {
      throw lost(line, "'" + shown(key) + "' must be followed by = and a value, or by { }");
    }
    tokens.next();
    char first = tokens.skipBlank();
    if (first == HoconTokens.END || first == '}' || first == ',') {
      throw lost(line, "'" + shown(key) + "' has no value");
    }
    return separator == ':' && tokens.line() > line ? Assignment.COLON : Assignment.SET;
  }

  /** A value: texts, numbers, substitutions, sections and lists, one after another in a line. */
  private void value(String path, int line, int depth, Assignment how) throws Lost {
    boolean section = false;
    boolean substitution = false;
    for (char c = tokens.skipSpaces(); !ends(c); c = tokens.skipSpaces()) {
      if (c == '{') {
        int opened = open(depth);
        if (!section && !substitution) {
          once(sections, path, line, isNamed(path));
        }
        section = true;
        members(path, '}', opened, depth + 1);
      } else if (c == '[') {
        list(path, open(depth), depth + 1);
      } else if (c == '$') {
        tokens.substitution();
        substitution = true;
      } else if (c != '"') {
        unquoted(line, how);
      } else if (!tokens.quoted()) {
        throw lost(line, "a closing \" is missing in this line");
      }
    }
    // What builds on a value given before, or may be missing, is no repetition.
    if (!section && !substitution && (how == Assignment.SET || how == Assignment.COLON)) {
      once(values, path, line, true);
    }
  }

  private int open(int depth) throws Lost {
    if (depth >= MAX_DEPTH) {
      throw lost(tokens.line(), "sections and lists must not be nested deeper than " + MAX_DEPTH);
    }
    int line = tokens.line();
    tokens.next();
    return line;
  }

  private static boolean ends(char c) {
    return c == '\n' || c == ',' || c == '}' || c == ']' || c == HoconTokens.END;
  }

  private void unquoted(int line, Assignment how) throws Lost {
    String text = tokens.unquoted();
    checkQuotes(text, tokens.line());
    char c = tokens.peek();
    if (how == Assignment.COLON && c == ':') {
      throw lost(
          line,
          "this looks like YAML; Pipit's files are HOCON: name { key = value }, see"
              + " docs/field-guide.md");
    }
    if (text.isEmpty() || (!ends(c) && MAY_FOLLOW.indexOf(c) < 0)) {
      String is = shown(text + c);
      throw lost(
          tokens.line(), "a text with '" + c + "' must stand in quotes: \"...\"; is " + is + "...");
    }
  }

  private void list(String path, int opened, int depth) throws Lost {
    for (int i = 1; ; ) {
      char c = tokens.skipBlank();
      if (c == ',') {
        tokens.next();
      } else if (c == ']') {
        tokens.next();
        return;
      } else if (c == HoconTokens.END || c == '}') {
        throw lost(opened, "the [ of this line is not closed by a ]");
      } else {
        value(path + "[" + i++ + "]", tokens.line(), depth, Assignment.NONE);
      }
    }
  }

  private void include(int line, String kind) throws Lost {
    String name = tokens.text();
    if (name == null) {
      throw lost(line, "a closing \" is missing in this line");
    }
    includes.add(new Include(line, kind, name));
    while (tokens.skipSpaces() == ')') {
      tokens.next();
    }
  }

  private static boolean isNamed(String path) {
    int name = path.lastIndexOf('.');
    String parent = name < 0 ? "" : path.substring(0, name);
    return NAMED.contains(parent.substring(parent.lastIndexOf('.') + 1));
  }

  private void once(Map<String, Integer> seen, String path, int line, boolean strict) {
    Integer before = seen.putIfAbsent(path, line);
    if (before != null && strict) {
      problem.accept(
          shown(path) + " stands here twice: it is in line " + before + " already; keep one", line);
    }
  }

  private void checkQuotes(String text, int line) throws Lost {
    for (int i = 0; i < text.length(); i++) {
      if (QUOTES.indexOf(text.charAt(i)) >= 0) {
        throw lost(line, "the quote " + text.charAt(i) + " must be a straight one: \"");
      }
    }
  }

  /** A word of the file as messages show it: short, and without a password. */
  private static String shown(String text) {
    String masked = Secrets.mask(text);
    return masked.length() > 80 ? masked.substring(0, 80) + "..." : masked;
  }
}
