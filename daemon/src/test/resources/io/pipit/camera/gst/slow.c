// Preloaded into a child for tests: libavcodec takes the milliseconds SLOW longer for each frame.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int (*real)(void *, const void *);

// A plugin has loaded it, so that it is in no list that RTLD_NEXT goes through.
static int find(struct dl_phdr_info *library, size_t size, void *data) {
  (void)size;
  (void)data;
  if (strstr(library->dlpi_name, "/libavcodec.so") != NULL) {
    real = (int (*)(void *, const void *))dlsym(dlopen(library->dlpi_name, RTLD_LAZY), "avcodec_send_packet");
  }
  return real != NULL;
}

int avcodec_send_packet(void *context, const void *packet) {
  if (real == NULL) {
    dl_iterate_phdr(find, NULL);
  }
  usleep(1000 * (unsigned)atoi(getenv("SLOW")));
  return real(context, packet);
}
