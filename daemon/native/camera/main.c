// pipit-camera: decodes one camera's stream and writes its frames to the standard output.
//
// Pipit starts one for each camera that needs GStreamer. A crash of a decoder ends this process, not Pipit; that this process
// ends with Pipit is seen to by its standard input. What to do comes from the standard input (description.h), frames and
// errors go to the standard output (records.h), and what GStreamer itself has to say goes to the standard error.
#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "description.h"
#include "pipeline.h"

enum { EXIT_USAGE = 64 };

__attribute__((used)) static const char sources[] = "pipit-sources:" PIPIT_SOURCES;

int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1 || isatty(STDIN_FILENO)) {
    fputs("usage: pipit-camera <DESCRIPTION >RECORDS (started by Pipit, not by hand)\n", stderr);
    return EXIT_USAGE;
  }
  signal(SIGPIPE, SIG_IGN);
  Description description;
  char *problem = description_read(STDIN_FILENO, &description);
  if (problem != NULL) {
    fprintf(stderr, "pipit-camera: %s\n", problem);
    g_free(problem);
    description_free(&description);
    return EXIT_USAGE;
  }
  gst_init(NULL, NULL);
  int status = pipeline_run(&description);
  description_free(&description);
  return status;
}
