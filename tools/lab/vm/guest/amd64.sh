#!/bin/bash
# The installed package on a PC-like machine, from installation to purge. The tests build on each other, in this order.
# shellcheck disable=SC2317,SC2086 # tests are called by their names; variables without blanks
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=tools/lab/vm/guest/lib.sh
. ./lib.sh

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Options::=--force-confold "$@"; }

a_freed_line_keeps_its_level_only_when_asked() {
  gpio_chip board-gpio
  gpioset gpiochip0 $relay=1
  level_is $relay 1
  gpioset gpiochip0 $relay=0
  echo 0 >/sys/module/gpio_sim/parameters/persist
  gpioset gpiochip0 $relay=1
  level_is $relay 0
  echo 1 >/sys/module/gpio_sim/parameters/persist
}

apt_installs_it_and_it_starts() {
  local begun=$SECONDS
  patience
  # Things happen while it is unpacked, so that udev reads its rules before there is a group gpio.
  while sleep 1; do udevadm trigger --subsystem-match=mem; done &
  # shellcheck disable=SC2064 # of now
  trap "kill $!" EXIT
  apt_get install $job/pipit.deb
  figure "apt took $((SECONDS - begun)) s"
  await 600 is_active
}

its_dependencies_name_what_it_needs() {
  local unneeded
  unneeded=$(apt-get -s -q autoremove | grep -E '^Remv (openjdk|gstreamer|libstdc|libgomp|init-system)' || true)
  must_be 'what apt would remove again' '' "$unneeded"
}

nothing_has_failed() {
  await 60 systemctl -q is-system-running || systemctl --failed
  must_be 'failed units' '' "$(systemctl --failed --no-legend)"
}

files_belong_to_whom_they_should() {
  must_be "$config" 'root:pipit 640' "$(stat -c '%U:%G %a' $config)"
  must_be /var/lib/pipit 'pipit' "$(stat -c %U /var/lib/pipit)"
  must_be /run/pipit 'pipit' "$(stat -c %U /run/pipit)"
  must_be /dev/gpiochip0 'root:gpio 660' "$(stat -c '%U:%G %a' /dev/gpiochip0)"
  must_be 'the user' pipit "$(ps -o user= -p "$(property MainPID)")"
  local group
  for group in video gpio; do
    grep -qw "$(getent group $group | cut -d: -f3)" <(grep Groups "/proc/$(property MainPID)/status")
  done
  must_be 'the user can log in' /usr/sbin/nologin "$(getent passwd pipit | cut -d: -f7)"
  # Nothing of it may be changed by the user that it runs as.
  must_be "files of the package that others may write" '' "$(find /usr/lib/pipit /usr/share/pipit /etc/pipit \( -user pipit -o -perm -o=w \) ! -type l)"
  must_be "files of the package not root's" '' "$(find /usr/lib/pipit /usr/share/pipit ! -user root)"
  test -x /usr/bin/pipit
  test -s /usr/share/man/man1/pipit.1.gz
  test -s /usr/share/man/man5/pipit.conf.5.gz
  must_be '/etc/pipit/conf.d' 'root:pipit 2750' "$(stat -c '%U:%G %a' /etc/pipit/conf.d)"
}

it_says_hello() {
  local hello
  hello=$(timeout 60 nc -d 127.0.0.1 7431 | head -n 1) || true
  jq -e '.type == "hello" and .protocol == 1' <<<"$hello"
}

its_exposure_is_small() {
  figure "$(systemd-analyze security pipit --no-pager | sed -n 's/.*exposure level for [^:]*: //p')"
  systemd-analyze security --threshold=15 pipit --no-pager
}

it_starts_with_camera_and_pins() {
  gpio_chip board-gpio
  play $job/street.jpg
  await 30 test -e /dev/video10
  cp $job/vm.conf $config
  restart
  figure "$(awk '$1 == "usage_usec" { print int($2 / 1000) }' "$(cgroup)/cpu.stat") ms of CPU to ready, emulated"
  figure "active after $((($(property ActiveEnterTimestampMonotonic) - $(property InactiveExitTimestampMonotonic)) / 1000)) ms"
}

the_doctor_agrees() {
  local found status=0
  found=$(pipit doctor --quick --json) || status=$?
  jq -r '.findings[] | "\(.level) \(.area): \(.what)"' <<<"$found"
  figure "$(jq -r '.findings | group_by(.level) | map("\(length) \(.[0].level)") | join(", ")' <<<"$found")"
  # What this machine lacks is reported as such; the service, its camera, pins, port and configuration are well.
  must_be 'problems' '' "$(jq -r '.findings[] | select(.level == "problem") | .what' <<<"$found")"
  must_be 'what is well' 'cameras configuration gpio permissions ports service' \
    "$(jq -r '[.findings[] | select(.level == "ok") | .area] | unique
      | map(select(IN("cameras", "configuration", "gpio", "permissions", "ports", "service"))) | join(" ")' <<<"$found")"
  must_be 'the exit code' "$(jq '[.findings[] | select(.level == "warning")] | length | if . > 0 then 1 else 0 end' <<<"$found")" $status
}

who_is_in_its_group_may_ask_it() {
  local status=0
  must_be 'the socket' 'pipit:pipit 660' "$(stat -c '%U:%G %a' /run/pipit/control)"
  useradd --groups pipit ladder
  runuser -u ladder -- pipit snapshot --draw -o /tmp/gate.png
  head -c 4 /tmp/gate.png | grep -q PNG
  runuser -u ladder -- pipit output relay on
  level_is $relay 1
  runuser -u ladder -- pipit output relay off
  level_is $relay 0
  journalctl -u pipit -n 50 -o cat | grep -F '[gpio relay] by hand: on, asked by ladder'
  runuser -u nobody -- pipit output relay on || status=$?
  must_be 'the exit code of a stranger' 77 $status
}

reload_keeps_it_running() {
  local pid
  pid=$(property MainPID)
  sed 's/max-on = none/max-on = 2s/' $job/vm.conf >$config
  systemctl reload pipit
  journalctl -u pipit -n 50 -o cat | grep -F '[config] the configuration is in force'
  press
  await 30 level_is $relay 1
  await 60 level_is $relay 0
  release
  sed 's/line = RELAY/line = NOWHERE/; s/node = vm/node = "no such name"/' $job/vm.conf >$config
  systemctl reload pipit && return 1
  journalctl -u pipit -n 50 -o cat | grep -F "$config:"
  cp $job/vm.conf $config
  kill -HUP "$pid"
  await 60 bash -c "journalctl -u pipit -n 50 -o cat | grep -F '[config] gpio: relay: opened again' | wc -l | grep -qx 2"
  must_be 'the process' "$pid" "$(property MainPID)"
}

the_relay_goes_off_after_sigkill() { fails_safe kill -KILL; }
the_relay_goes_off_after_a_crash() { fails_safe kill -SEGV; }
the_relay_goes_off_when_it_hangs() { fails_safe kill -STOP; }

# starve PID: takes the memory away that the service may have, until the kernel ends a process.
starve() {
  local group
  group=$(cgroup)
  until gone "$1"; do
    echo 30M >"$group/memory.max" || true
    sleep 0.2
  done
}

the_relay_goes_off_when_memory_runs_out() {
  fails_safe starve
  journalctl -u pipit -n 50 -o cat | grep -i 'oom'
}

it_writes_nothing_to_disk() {
  local before
  before=$(written)
  echo "$before"
  sleep "${steady_seconds:-300}"
  figure "${steady_seconds:-300} s"
  must_be 'bytes written by each process' "$before" "$(written)"
}

a_mistake_in_the_configuration_is_told_once() {
  sed 's/^node = .*/node = "no such name"/' $job/vm.conf >$config
  systemctl restart pipit && return 1
  sleep 20
  must_be 'the state' failed "$(systemctl is-active pipit || true)"
  must_be 'restarts since' 0 "$(property NRestarts)"
  must_be 'the exit code' 78 "$(property ExecMainStatus)"
  journalctl -u pipit -n 50 -o cat | grep -F "$config:"
}

# The second camera is vivid, a test image that can be taken away. Plugged in again it has another number.
a_camera_that_is_lost_and_found_stops_nothing() {
  local pid
  vivid 20
  sed 's/^cameras {/&\n  test { type = v4l2, device = "\/dev\/v4l\/by-path\/platform-vivid.0-video-index0", width = 320, height = 180, fps = 0.5, frozen-after = 0s, frame-timeout = 60s }/' \
    $job/vm.conf >$config
  restart
  pid=$(property MainPID)
  message 120 '"camera":"test","state":"ok"'
  v4l2-ctl -d /dev/video20 --set-ctrl disconnect=1
  message 60 '"camera":"test","state":"reconnecting"'
  message 180 '"camera":"test","state":"ok"'
  # Now the whole device goes, and comes back.
  until rmmod vivid 2>/dev/null; do
    v4l2-ctl -d /dev/video20 --set-ctrl disconnect=1 2>/dev/null || true
    sleep 0.2
  done
  message 120 '"camera":"test","state":"reconnecting"'
  vivid 21
  message 180 '"camera":"test","state":"ok"'
  must_be 'the main process' "$pid" "$(property MainPID)"
}

# USB cameras that send JPEG and H.264 of the known image, and a camera on the ribbon cable: vimc, which libcamera knows. It has
# no frames of 640x480: libcamera adjusts that to 636x480.
it_starts_with_cameras_of_other_kinds() {
  modprobe vimc
  send 11 MJPG $job/street.jpg
  send 12 H264 $job/h264/*
  cat $job/vm.conf - >$config <<'END'
camera-defaults { fps = 0.5, frozen-after = 0s, stale-after = 30s, frame-timeout = 60s }
cameras {
  jpeg { type = v4l2, device = "/dev/video11" }
  h264 { type = v4l2, device = "/dev/video12", width = 640, height = 480 }
  ribbon { type = libcamera, width = 640, height = 480 }
}
END
  restart
}

jpeg_of_a_usb_camera_is_decoded() {
  picture_is_seen_by jpeg
  message 120 '"jpeg":\{[^}]*"decoder":"jpegdec"'
}

h264_of_a_usb_camera_is_decoded() {
  picture_is_seen_by h264
  message 120 '"h264":\{[^}]*"decoder":"avdec_h264"'
}

a_camera_on_the_ribbon_cable_is_read() {
  message 180 '"camera":"ribbon","state":"ok"'
  message 60 '"type":"frame".*"camera":"ribbon".*"width":636,"height":480' '{"cmd":"subscribe","types":["frame"]}'
  message 60 '"ribbon":\{"fps":[^}]*"captured":[1-9][^}]*"decoder":""'
}

the_doctor_names_their_decoders() {
  local found
  found=$(pipit doctor --quick --json) || true
  jq -r '.findings[] | select(.area == "cameras") | "\(.level) \(.what)"' <<<"$found" | tee /run/cameras
  grep -Fx 'ok jpeg: the running Pipit reports: ok, decoder: jpegdec' /run/cameras
  grep -Fx 'ok h264: the running Pipit reports: ok, decoder: avdec_h264' /run/cameras
  grep -Fx 'ok ribbon: the running Pipit reports: ok' /run/cameras
  systemctl stop pipit sender-11 sender-12
  modprobe -r vimc
}

# vivid NUMBER: the video device's.
vivid() {
  modprobe vivid n_devs=1 node_types=0x1 "vid_cap_nr=$1"
  await 30 test -e "/dev/video$1"
}

a_stray_sigterm_does_not_end_it() {
  local restarts
  restarts=$(property NRestarts)
  kill -TERM "$(property MainPID)"
  await 600 is_active_again "$restarts"
}

pins_that_are_lost_and_found_are_used_again() {
  local pid live=/sys/kernel/config/gpio-sim/board/live
  pid=$(property MainPID)
  press
  await 60 level_is $relay 1
  echo 0 >$live
  sleep 5
  echo 1 >$live
  udevadm settle
  # The new chip's button is not pressed. It may take a second to be seen, until then the relay stays on.
  await 60 level_is $relay 0
  press
  await 60 level_is $relay 1
  release
  await 60 level_is $relay 0
  must_be 'the main process' "$pid" "$(property MainPID)"
}

# The board's own reboot is replaced by a unit that does nothing, so that it can be seen to be asked for.
the_last_step_of_the_recovery_is_a_reboot() {
  local dropin=/run/systemd/system/pipit.service.d/reboot.conf target=/run/systemd/system/reboot.target
  printf '[Unit]\nDescription=A reboot was asked for\nDefaultDependencies=no\n' >$target
  # So soon after the boot it would be refused.
  printf '[Service]\nEnvironment=PIPIT_REBOOT_UPTIME=60\n' >$dropin
  systemctl daemon-reload
  sed -e 's/stale-after = 30s, frame-timeout = 60s/stale-after = 10s, frame-timeout = 20s/' \
    -e '$a recovery { restart-after = 10s, max-restarts = 0, max-reboots = 1 }' $job/vm.conf >$config
  restart
  systemctl stop player
  await 300 systemctl -q is-active reboot.target
  must_be 'the exit code' 75 "$(property ExecMainStatus)"
  journalctl -u pipit -n 50 -o cat | grep -F 'the recovery asks for a reboot'
  systemctl stop reboot.target
  rm $target $dropin
  systemctl daemon-reload
  # Once only, and it is not forgotten.
  play $job/street.jpg
  await 600 is_active
  message 180 '"type":"health".*"reboots":1'
  must_be 'the reboot' inactive "$(systemctl is-active reboot.target || true)"
}

it_stops_with_everything_off() {
  press
  await 60 level_is $relay 1
  systemctl stop pipit
  level_is $relay 0
  release
  must_be 'the state' inactive "$(systemctl is-active pipit || true)"
  must_be 'the result' success "$(property Result)"
}

it_starts_on_a_read_only_root() {
  local status=0
  cp $job/vm.conf $config
  play $job/street.jpg
  # As in an emergency: also when something has a file open to write.
  echo u >/proc/sysrq-trigger
  await 30 read_only
  systemctl start pipit || true
  await 600 is_active || status=1
  message 180 '"camera":"gate","state":"ok"' || status=1
  mount -o remount,rw /
  return $status
}

read_only() { findmnt -n -o OPTIONS / | grep -qw ro; }

it_runs_on_java_25() {
  [ -e $job/java25 ] || {
    figure 'SKIPPED: the host has no JDK 25'
    return 0
  }
  mkdir -p /opt/java25
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,ro,cache=loose java25 /opt/java25
  printf '[Service]\nEnvironment=JAVA_HOME=/opt/java25\n' >/run/systemd/system/pipit.service.d/java.conf
  systemctl daemon-reload
  play $job/street.jpg
  restart
  rm /run/systemd/system/pipit.service.d/java.conf
  systemctl daemon-reload
  readlink "/proc/$(property MainPID)/exe" | grep ^/opt/java25/
  message 300 '"detections":\[\{' '{"cmd":"subscribe","types":["frame"]}'
  press
  await 60 level_is $relay 1
  release
  await 60 level_is $relay 0
  must_be 'warnings of Java' '' "$(journalctl -o cat _PID="$(property MainPID)" | grep '^WARNING' || true)"
}

an_upgrade_keeps_the_configuration() {
  local pid
  pid=$(property MainPID)
  apt_get install $job/pipit-next.deb
  cmp $job/vm.conf $config
  must_be 'what is beside it' 'conf.d pipit.conf' "$(find /etc/pipit -mindepth 1 -printf '%f\n' | sort | paste -sd ' ')"
  must_be "$config" 'root:pipit 640' "$(stat -c '%U:%G %a' $config)"
  await 600 is_active
  [ "$pid" != "$(property MainPID)" ]
  level_is $relay 0
}

removed_it_leaves_only_what_is_yours() {
  apt_get remove pipit
  must_be 'the service' inactive "$(systemctl is-active pipit || true)"
  must_be 'its program' '' "$(find /usr -xdev -name '*pipit*')"
  cmp $job/vm.conf $config
}

purged_it_leaves_nothing() {
  apt_get purge pipit
  rm -r /run/systemd/system/pipit.service.d
  systemctl daemon-reload
  must_be 'what is left' '' "$(find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /mnt \) -prune -o -name '*pipit*' -print)"
  must_be 'what is left in /run' '' "$(find /run -xdev -name '*pipit*' ! -path '/run/systemd/units/*')"
}

check a_freed_line_keeps_its_level_only_when_asked \
  apt_installs_it_and_it_starts its_dependencies_name_what_it_needs nothing_has_failed files_belong_to_whom_they_should \
  it_says_hello its_exposure_is_small \
  it_starts_with_camera_and_pins it_finds_what_the_picture_shows the_button_switches_the_relay \
  its_memory_is_small the_doctor_agrees it_writes_nothing_to_disk \
  who_is_in_its_group_may_ask_it reload_keeps_it_running \
  the_relay_goes_off_after_sigkill the_relay_goes_off_after_a_crash the_relay_goes_off_when_it_hangs \
  the_relay_goes_off_when_memory_runs_out \
  a_mistake_in_the_configuration_is_told_once \
  it_starts_with_cameras_of_other_kinds jpeg_of_a_usb_camera_is_decoded h264_of_a_usb_camera_is_decoded \
  a_camera_on_the_ribbon_cable_is_read the_doctor_names_their_decoders a_camera_that_is_lost_and_found_stops_nothing \
  a_stray_sigterm_does_not_end_it pins_that_are_lost_and_found_are_used_again the_last_step_of_the_recovery_is_a_reboot \
  it_stops_with_everything_off it_starts_on_a_read_only_root it_runs_on_java_25 \
  an_upgrade_keeps_the_configuration removed_it_leaves_only_what_is_yours purged_it_leaves_nothing
summary
