#include "records.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static GMutex lock;

static gboolean write_all(struct iovec *parts, int count) {
  while (count > 0) {
    ssize_t written = writev(STDOUT_FILENO, parts, count);
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return FALSE;
    }
    gsize left = (gsize)written;
    while (count > 0 && left >= parts->iov_len) {
      left -= parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (char *)parts->iov_base + left;
      parts->iov_len -= left;
    }
  }
  return TRUE;
}

gboolean record_write(RecordHeader *header, const void *payload) {
  header->magic = RECORD_MAGIC;
  struct iovec parts[2] = {{header, sizeof *header}, {(void *)payload, header->payload}};
  g_mutex_lock(&lock);
  gboolean written = write_all(parts, header->payload > 0 ? 2 : 1);
  g_mutex_unlock(&lock);
  return written;
}

gboolean record_write_texts(guint32 type, const char *const *texts, int count) {
  g_autoptr(GString) payload = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    g_string_append(payload, texts[i] == NULL ? "" : texts[i]);
    g_string_append_c(payload, 0);
  }
  RecordHeader header = {.type = type, .payload = (guint32)payload->len};
  return record_write(&header, payload->str);
}
