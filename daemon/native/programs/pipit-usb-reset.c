// Resets a USB device as if it were unplugged and plugged in again; Java cannot call ioctl itself.
// Usage: pipit-usb-reset /dev/bus/usb/BUS/DEVICE

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

__attribute__((used)) static const char sources[] = "pipit-sources:" PIPIT_SOURCES;

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: pipit-usb-reset /dev/bus/usb/BUS/DEVICE\n");
    return 64;
  }
  int fd = open(argv[1], O_WRONLY | O_CLOEXEC);
  if (fd < 0 || ioctl(fd, USBDEVFS_RESET, 0) != 0) {
    fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
    return errno == EACCES || errno == EPERM ? 77 : 69;
  }
  close(fd);
  return 0;
}
