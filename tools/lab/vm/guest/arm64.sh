#!/bin/bash
# The package's files on a board that says it is a Raspberry Pi 4. Nothing is installed by dpkg here (see tools/lab/vm/image), so
# what its scripts would do is done by hand. The tests build on each other, in this order.
# shellcheck disable=SC2317,SC2086 # tests are called by their names; variables without blanks
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=tools/lab/vm/guest/lib.sh
. ./lib.sh

the_board_says_it_is_a_raspberry_pi() {
  tr -d '\0' </sys/firmware/devicetree/base/model | grep -q 'Raspberry Pi 4'
}

it_starts_with_camera_and_pins() {
  dpkg-deb -x $job/pipit.deb /
  systemd-sysusers
  install -D -o root -g pipit -m 640 $job/vm.conf $config
  patience
  # As the package's postinst does.
  touch /usr/lib/udev/rules.d/60-pipit.rules
  udevadm control --reload
  gpio_chip pinctrl-bcm2711
  play $job/street.jpg
  udevadm trigger --settle --subsystem-match=gpio --subsystem-match=video4linux
  systemctl enable pipit
  restart
  figure "$(awk '$1 == "usage_usec" { print int($2 / 1000) }' "$(cgroup)/cpu.stat") ms of CPU to ready, emulated"
}

pi4j_drives_its_pins() {
  journalctl -u pipit -o cat | grep -F '[gpio] back-end pi4j'
}

the_relay_goes_off_after_sigkill() { fails_safe kill -KILL; }

check the_board_says_it_is_a_raspberry_pi it_starts_with_camera_and_pins pi4j_drives_its_pins \
  it_finds_what_the_picture_shows the_button_switches_the_relay its_memory_is_small the_relay_goes_off_after_sigkill
summary
