#include "description.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

// A path has at most 4096 bytes, a URL rarely as many; who sends more is not Pipit.
enum { MAX_BYTES = 1 << 16 };

typedef struct {
  const char *key;
  gsize offset;
  enum { TEXT, NUMBER, INTEGER, FLAG } type;
} Field;

#define FIELD(name, type) {#name, G_STRUCT_OFFSET(Description, name), type}
static const Field FIELDS[] = {
    FIELD(source, TEXT),         FIELD(location, TEXT),         FIELD(user, TEXT),     FIELD(password, TEXT),
    FIELD(transport, TEXT),      FIELD(decoder, TEXT),          FIELD(rotate, TEXT),   FIELD(fps, NUMBER),
    FIELD(interval, NUMBER),
    FIELD(max_width, INTEGER),   FIELD(max_height, INTEGER),    FIELD(width, INTEGER), FIELD(height, INTEGER),
    FIELD(aspect_width, INTEGER), FIELD(aspect_height, INTEGER), FIELD(live, FLAG),     FIELD(arrival, FLAG),
    FIELD(real_time, FLAG),
};

static char *set(Description *description, const char *key, const char *value) {
  for (gsize i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
    const Field *field = &FIELDS[i];
    if (strcmp(field->key, key) != 0) {
      continue;
    }
    void *member = G_STRUCT_MEMBER_P(description, field->offset);
    char *end = NULL;
    gboolean good = TRUE;
    if (field->type == TEXT) {
      g_free(*(char **)member);
      *(char **)member = g_strdup(value);
    } else if (field->type == NUMBER) {
      *(double *)member = g_ascii_strtod(value, &end);
      good = end != value && *end == 0 && *(double *)member >= 0;
    } else {
      gint64 number = g_ascii_strtoll(value, &end, 10);
      good = end != value && *end == 0 && number >= 0 && number <= 100000;
      *(int *)member = good ? (int)number : 0;
    }
    return good ? NULL : g_strdup_printf("%s must be a number, is %s", key, value);
  }
  return g_strdup_printf("there is no key %s", key);
}

char *description_read(int fd, Description *description) {
  memset(description, 0, sizeof *description);
  for (gsize i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
    if (FIELDS[i].type == TEXT) {
      *(char **)G_STRUCT_MEMBER_P(description, FIELDS[i].offset) = g_strdup("");
    }
  }
  g_autoptr(GString) word = g_string_new(NULL);
  for (gsize total = 0; total < MAX_BYTES; total++) {
    char byte;
    ssize_t got;
    do {
      got = read(fd, &byte, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1) {
      return g_strdup("the description has no end");
    }
    if (byte != 0) {
      g_string_append_c(word, byte);
      continue;
    }
    if (word->len == 0) {
      return *description->source == 0 ? g_strdup("the description has no source") : NULL;
    }
    char *value = strchr(word->str, '=');
    if (value == NULL) {
      return g_strdup_printf("no KEY=VALUE: %s", word->str);
    }
    *value = 0;
    char *problem = set(description, word->str, value + 1);
    if (problem != NULL) {
      return problem;
    }
    g_string_truncate(word, 0);
  }
  return g_strdup("the description is too long");
}

void description_free(Description *description) {
  for (gsize i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
    if (FIELDS[i].type == TEXT) {
      g_clear_pointer((char **)G_STRUCT_MEMBER_P(description, FIELDS[i].offset), g_free);
    }
  }
}
