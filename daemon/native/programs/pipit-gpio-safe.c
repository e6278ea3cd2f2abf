// Drives the outputs of a Pipit that has died to their safe levels: what the unit's ExecStopPost runs.
// Small and by itself, for whatever ended the daemon must not keep this from running. Usage: pipit-gpio-safe FILE
//
// FILE is what the daemon wrote before it claimed its lines (io.pipit.actuate.SafeFile): a line for each output, fields
// parted by tabs: number of the chip, offset of the line, level 0 or 1, label of the chip, name of the output.
// No FILE: no outputs, nothing to do.

#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define UNAVAILABLE 69
#define USAGE 64

// The kernel may still be taking the lines from the daemon: so often they are asked for again, 20 ms apart.
#define TRIES 50

// Numbers of chips that are looked at for one that has another number now.
#define CHIPS 64

__attribute__((used)) static const char sources[] = "pipit-sources:" PIPIT_SOURCES;

struct output {
  int chip;
  unsigned offset;
  int level;
  char label[64];
  char name[64];
};

static int complain(const struct output *output, const char *what) {
  fprintf(stderr, "<3>pipit-gpio-safe: output %s (gpiochip%d offset %u): %s\n", output->name, output->chip,
          output->offset, what);
  return 1;
}

// The chip of a number, if it has the label that is meant; else -1.
static int open_chip(int number, const char *label) {
  char path[64];
  snprintf(path, sizeof path, "/dev/gpiochip%d", number);
  int fd = open(path, O_RDWR | O_CLOEXEC);
  struct gpiochip_info info = {0};
  if (fd >= 0 && (ioctl(fd, GPIO_GET_CHIPINFO_IOCTL, &info) != 0 || strncmp(info.label, label, sizeof info.label) != 0)) {
    close(fd);
    errno = ENOENT;
    return -1;
  }
  return fd;
}

// A chip on a plug that was away may have another number now. Its label finds it, unless several have the same.
static int find_chip(struct output *output) {
  int found = -1;
  for (int number = 0; number < CHIPS; number++) {
    int fd = open_chip(number, output->label);
    if (fd >= 0 && found >= 0) {
      close(fd);
      close(found);
      return -1;
    }
    if (fd >= 0) {
      found = fd;
      output->chip = number;
    }
  }
  return found;
}

static int claim(int fd, const struct output *output) {
  struct gpio_v2_line_request request = {0};
  request.offsets[0] = output->offset;
  request.num_lines = 1;
  snprintf(request.consumer, sizeof request.consumer, "pipit-gpio-safe");
  request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
  request.config.num_attrs = 1;
  request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
  request.config.attrs[0].attr.values = output->level ? 1 : 0;
  request.config.attrs[0].mask = 1;
  for (int tries = 1;; tries++) {
    if (ioctl(fd, GPIO_V2_GET_LINE_IOCTL, &request) == 0) {
      close(request.fd);
      return 0;
    }
    if (errno != EBUSY || tries == TRIES) {
      return -1;
    }
    struct timespec pause = {0, 20 * 1000 * 1000};
    nanosleep(&pause, NULL);
  }
}

static int make_safe(struct output *output) {
  int fd = open_chip(output->chip, output->label);
  if (fd < 0 && errno != ENOENT) {
    return complain(output, strerror(errno));
  }
  if (fd < 0 && (fd = find_chip(output)) < 0) {
    return complain(output, "its chip is gone, its line is left alone");
  }
  int failed = claim(fd, output);
  if (failed) {
    complain(output, errno == EBUSY ? "another program holds the line" : strerror(errno));
  }
  close(fd);
  return failed != 0;
}

// Reads one line of the file; 0 when it breaks the form.
static int parse(char *line, struct output *output) {
  char *rest = line;
  char *fields[5];
  for (int i = 0; i < 5; i++) {
    fields[i] = strsep(&rest, "\t\n");
    if (fields[i] == NULL) {
      return 0;
    }
  }
  output->chip = atoi(fields[0]);
  output->offset = (unsigned)strtoul(fields[1], NULL, 10);
  output->level = atoi(fields[2]);
  snprintf(output->label, sizeof output->label, "%s", fields[3]);
  snprintf(output->name, sizeof output->name, "%s", fields[4]);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: pipit-gpio-safe FILE\n");
    return USAGE;
  }
  FILE *file = fopen(argv[1], "re");
  if (file == NULL) {
    if (errno == ENOENT) {
      return 0;
    }
    fprintf(stderr, "<3>pipit-gpio-safe: %s: %s\n", argv[1], strerror(errno));
    return UNAVAILABLE;
  }
  int failed = 0;
  char line[512];
  while (fgets(line, sizeof line, file) != NULL) {
    struct output output;
    if (parse(line, &output)) {
      failed |= make_safe(&output);
    } else {
      fprintf(stderr, "<3>pipit-gpio-safe: %s: a line is not as the daemon writes it\n", argv[1]);
      failed = 1;
    }
  }
  fclose(file);
  return failed ? UNAVAILABLE : 0;
}
