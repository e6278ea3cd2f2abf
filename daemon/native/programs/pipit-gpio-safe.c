// Drives the outputs of a Pipit that has died to their safe levels: what the unit's ExecStopPost runs.
// Small and independent, as whatever ended the daemon must not keep this from running. Usage: pipit-gpio-safe FILE
//
// FILE is what the daemon wrote before it claimed its lines (io.pipit.actuate.SafeFile): a line for each output, fields
// separated by tabs: number of the chip, offset of the line, level 0 or 1, label of the chip, name of the output.
// No FILE: no outputs, nothing to do.

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define UNAVAILABLE 69
#define USAGE 64

// The kernel may still be releasing the dead daemon's lines: attempts to claim one, 20 ms apart.
#define MAX_TRIES 50

// Chip numbers that are searched for a chip whose number has changed.
#define MAX_CHIPS 64

__attribute__((used)) static const char sources[] = "pipit-sources:" PIPIT_SOURCES;

struct output {
  int chip;
  unsigned offset;
  int level;
  char label[64];
  char name[64];
};

static int report(const struct output *output, const char *error) {
  fprintf(stderr, "<3>pipit-gpio-safe: output %s (gpiochip%d offset %u): %s\n", output->name, output->chip,
          output->offset, error);
  return 1;
}

// Opens the chip of that number if it has that label; else -1 with errno.
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

// A chip that was unplugged and is back may have another number. Its label finds it, unless several chips have that label.
static int find_chip(struct output *output) {
  int found = -1;
  for (int number = 0; number < MAX_CHIPS; number++) {
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
    if (errno != EBUSY || tries == MAX_TRIES) {
      return -1;
    }
    struct timespec pause = {0, 20 * 1000 * 1000};
    nanosleep(&pause, NULL);
  }
}

static int drive_safe(struct output *output) {
  int fd = open_chip(output->chip, output->label);
  if (fd < 0 && errno != ENOENT) {
    return report(output, strerror(errno));
  }
  if (fd < 0 && (fd = find_chip(output)) < 0) {
    return report(output, "chip not found, line left unchanged");
  }
  int failed = claim(fd, output);
  if (failed) {
    report(output, errno == EBUSY ? "another program holds the line" : strerror(errno));
  }
  close(fd);
  return failed != 0;
}

// Reads a decimal number of 0 to max; 0 when the text is anything else.
static int parse_number(const char *text, unsigned long max, unsigned long *value) {
  char *end;
  *value = strtoul(text, &end, 10);
  return text[0] >= '0' && text[0] <= '9' && *end == '\0' && *value <= max;
}

// Reads one line of the file; 0 when it does not have the daemon's format.
static int parse(char *line, struct output *output) {
  char *rest = line;
  char *fields[5];
  line[strcspn(line, "\n")] = '\0';
  for (int i = 0; i < 5; i++) {
    fields[i] = strsep(&rest, "\t");
    if (fields[i] == NULL) {
      return 0;
    }
  }
  unsigned long chip, offset, level;
  if (!parse_number(fields[0], INT_MAX, &chip) || !parse_number(fields[1], UINT_MAX, &offset) ||
      !parse_number(fields[2], 1, &level)) {
    return 0;
  }
  output->chip = (int)chip;
  output->offset = (unsigned)offset;
  output->level = (int)level;
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
  char *line = NULL;
  size_t capacity = 0;
  for (int number = 1; getline(&line, &capacity, file) >= 0; number++) {
    struct output output;
    if (parse(line, &output)) {
      failed |= drive_safe(&output);
    } else {
      fprintf(stderr, "<3>pipit-gpio-safe: %s: line %d does not have the daemon's format\n", argv[1], number);
      failed = 1;
    }
  }
  if (!feof(file)) {
    fprintf(stderr, "<3>pipit-gpio-safe: %s: %s\n", argv[1], strerror(errno));
    failed = 1;
  }
  free(line);
  fclose(file);
  return failed ? UNAVAILABLE : 0;
}
