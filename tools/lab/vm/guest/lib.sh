# Shared by the guest's tests: running them, and what they look at. Sourced, not run.
# shellcheck shell=bash disable=SC2317,SC2086,SC2034 # tests are called by their names; variables without blanks
# A test is a function whose name says what must be so. It runs under set -e, what it prints is shown only when it fails.
# The machine is emulated and 5 to 10 times slower than a real one: time limits here are generous, but those promised to users.

shopt -s extglob
job=/mnt/job
config=/etc/pipit/pipit.conf
relay=17 button=27
failed=0

# check TEST...: runs each test whose name fits the pattern 'only', and says how it went.
check() {
  local test status begun cursor
  for test in "$@"; do
    # shellcheck disable=SC2254 # it is a pattern
    case $test in ${only:-*}) ;; *) continue ;; esac
    begun=$SECONDS
    cursor=$(journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
    : >/run/figures
    set +e
    (
      set -euo pipefail
      "$test"
    ) >/run/output 2>&1
    status=$?
    set -e
    if [ $status = 0 ]; then
      printf 'ok %s (%s s)%s\n' "$test" $((SECONDS - begun)) "$(sed 's/^/; /' /run/figures | tr -d '\n')"
    else
      failed=$((failed + 1))
      printf 'FAILED %s (%s s, status %s)\n' "$test" $((SECONDS - begun)) $status
      sed 's/^/    /' /run/output /run/figures
      journalctl -o cat --after-cursor="$cursor" | tail -n 40 | sed 's/^/    | /'
    fi
  done
}

# figure WORDS: something measured, shown behind the test's name.
figure() { printf '%s\n' "$*" >>/run/figures; }

# await SECONDS COMMAND...: until the command succeeds.
await() {
  local limit=$1 end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || {
      echo "within $limit s there was no: $*"
      return 1
    }
    sleep 0.1
  done
}

# must_be WHAT EXPECTED FOUND
must_be() {
  [ "$2" = "$3" ] || {
    echo "$1 must be '$2', is '$3'"
    return 1
  }
}

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

# The service.

property() { systemctl show pipit -p "$1" --value; }
is_active() { [ "$(systemctl is-active pipit)" = active ]; }
is_active_again() { [ "$(property NRestarts)" -gt "$1" ] && is_active; }
cgroup() { echo "/sys/fs/cgroup$(property ControlGroup)"; }

restart() {
  systemctl reset-failed pipit
  systemctl restart pipit || true
  await 600 is_active
}

# patience: the service may take longer to start than it promises on a board.
patience() {
  mkdir -p /run/systemd/system/pipit.service.d
  printf '[Service]\nTimeoutStartSec=15min\n' >/run/systemd/system/pipit.service.d/vm.conf
  systemctl daemon-reload
}

# message SECONDS PATTERN [COMMAND]: prints the first line on the event socket that fits, asked for by a command.
message() {
  local socket
  exec {socket}<>/dev/tcp/127.0.0.1/7431
  [ -z "${3:-}" ] || printf '%s\n' "$3" >&$socket
  timeout "$1" grep -m1 -E -- "$2" <&$socket || {
    echo "within $1 s there was no message: $2"
    return 1
  }
  exec {socket}>&-
}

# GPIO: a chip of the kernel's own simulator.

# gpio_chip LABEL: makes the chip; its lines 17 and 27 are called RELAY and BUTTON.
gpio_chip() {
  local chip=/sys/kernel/config/gpio-sim/board
  [ ! -e $chip ] || return 0
  modprobe gpio-sim persist=1
  mountpoint -q /sys/kernel/config || mount -t configfs configfs /sys/kernel/config
  mkdir -p $chip/bank0/line$relay $chip/bank0/line$button
  echo 32 >$chip/bank0/num_lines
  echo "$1" >$chip/bank0/label
  echo RELAY >$chip/bank0/line$relay/name
  echo BUTTON >$chip/bank0/line$button/name
  echo 1 >$chip/live
  udevadm settle
}

# line LINE FILE: where the simulator shows a line's level and takes its pull.
line() {
  local chip=/sys/kernel/config/gpio-sim/board
  echo "/sys/devices/platform/$(<$chip/dev_name)/$(<$chip/bank0/chip_name)/sim_gpio$1/$2"
}

level_is() { [ "$(<"$(line "$1" value)")" = "$2" ]; }
press() { echo pull-up >"$(line $button pull)"; }
release() { echo pull-down >"$(line $button pull)"; }

# fails_safe COMMAND...: with the relay on, the command ends the daemon; then the relay must go off, though the chip keeps
# the levels of lines that nobody has, and the service must come back. What is promised is 2 s after the process's end.
fails_safe() {
  local pid restarts died=0 took
  release
  await 600 is_active
  await 60 level_is $relay 0
  pid=$(property MainPID)
  restarts=$(property NRestarts)
  press
  await 60 level_is $relay 1
  "$@" "$pid"
  await 180 gone "$pid"
  died=$(now_ms)
  await 20 level_is $relay 0
  took=$(($(now_ms) - died))
  figure "off after $took ms"
  release
  [ $took -le $((${safe_seconds:-2} * 1000)) ]
  await 600 is_active_again "$restarts"
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# Cameras.

# The video devices 10, 11 and 12, which give what is put into them.
loopback() { [ -e /dev/video10 ] || modprobe v4l2loopback devices=3 video_nr=10,11,12 card_label=player,jpeg,h264; }

# play IMAGE: shows it twice a second on the video device 10, as a camera would.
play() {
  loopback
  systemctl stop player 2>/dev/null || true
  systemd-run --quiet --collect --unit=player gst-launch-1.0 -q --no-fault \
    multifilesrc "location=$1" loop=true caps=image/jpeg,framerate=2/1 ! jpegdec ! videoconvert ! \
    video/x-raw,format=YUY2 ! v4l2sink device=/dev/video10
}

# send NUMBER FORMAT FILE...: gives the files of 640x480 pixels twice a second on that video device, as they are.
send() {
  loopback
  systemctl stop "sender-$1" 2>/dev/null || true
  systemd-run --quiet --collect "--unit=sender-$1" python3 $job/usb-camera.py "/dev/video$1" "$2" 640 480 2 "${@:3}"
  await 60 sends "$1" "$2"
}

sends() { v4l2-ctl -d "/dev/video$1" --get-fmt-video | grep -F "'$2'"; }

# truth FILE: what is in the last of the images that COCO's file lists; prints "LABEL X Y RIGHT BOTTOM" for each.
truth() {
  jq -r '(.categories | map({(.id | tostring): .name}) | add) as $names | .images[-1].id as $image
    | .annotations[] | select(.image_id == $image)
    | [$names[.category_id | tostring], .bbox[0], .bbox[1], .bbox[0] + .bbox[2], .bbox[1] + .bbox[3]] | map(tostring) | join(" ")' "$1"
}

# overlap LABEL X Y RIGHT BOTTOM: the frame message on standard input has a detection with that label and about that box.
overlap() {
  jq -e --arg kind "$1" --argjson truth "[$2,$3,$4,$5]" '
    def area: (.[2] - .[0]) * (.[3] - .[1]);
    def common($other): [([.[0], $other[0]] | max), ([.[1], $other[1]] | max), ([.[2], $other[2]] | min), ([.[3], $other[3]] | min)]
      | if .[2] > .[0] and .[3] > .[1] then area else 0 end;
    any(.detections[]; .label == $kind and (.box | common($truth) / (area + ($truth | area) - common($truth))) > 0.5)' >/dev/null
}

# Memory and disk.

# resident: the resident memory of all of the service's processes, in KiB; each is reported as a figure.
resident() {
  local pid size sum=0
  for pid in $(<"$(cgroup)/cgroup.procs"); do
    size=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")
    figure "$(<"/proc/$pid/comm") $((size / 1024)) MiB"
    sum=$((sum + size))
  done
  echo $sum
}

# written: the bytes that the service's processes have caused to be written to disks, process by process.
written() {
  local pid
  for pid in $(<"$(cgroup)/cgroup.procs"); do
    printf '%s %s\n' "$pid" "$(awk '/^write_bytes/ { print $2 }' "/proc/$pid/io")"
  done
}

# Tests of both machines.

it_finds_what_the_picture_shows() { picture_is_seen_by gate; }

# picture_is_seen_by CAMERA: the known image's objects are found in a frame of that camera.
picture_is_seen_by() {
  local frame label x y right bottom found=0
  frame=$(message 300 "\"camera\":\"$1\".*\"detections\":\\[\\{" '{"cmd":"subscribe","types":["frame"]}')
  figure "$(jq -r '"inference \(.latency_ms.infer) ms, emulated"' <<<"$frame")"
  jq -c .detections <<<"$frame"
  while read -r label x y right bottom; do
    echo "must be there: $label $x $y $right $bottom"
    overlap "$label" "$x" "$y" "$right" "$bottom" <<<"$frame" && found=$((found + 1))
  done < <(truth $job/scenes.json)
  figure "$found of $(truth $job/scenes.json | wc -l) objects found"
  [ $found -ge 2 ]
}

the_button_switches_the_relay() {
  for _ in 1 2 3; do
    press
    await 30 level_is $relay 1
    release
    await 30 level_is $relay 0
  done
  message 10 '"type":"snapshot".*"output":"relay","state":"off"'
}

its_memory_is_small() {
  local size
  message 180 '"detections":\[' '{"cmd":"subscribe","types":["frame"]}'
  sleep 30
  size=$(resident)
  figure "together $((size / 1024)) MiB"
  [ "$size" -gt 0 ]
  [ $((size / 1024)) -le 260 ]
}

summary() { exit $((failed > 0)); }
