# Shared by the scripts beside it: installs what a fresh Debian machine lacks. Sourced, not run.
# shellcheck shell=bash disable=SC2034

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

# Words printed to standard error, then exit code 69 (something needed is not available).
unavailable() {
  printf '%s\n' "$@" >&2
  exit 69
}

# need_packages PACKAGE...: installs those Debian packages that are not installed yet.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || unavailable "These Debian packages are needed: ${missing[*]}" "There is no apt-get on this system: install the equivalent packages by hand."
  local sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || unavailable "These Debian packages are needed, and neither root nor sudo is available: ${missing[*]}"
    sudo=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -q >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

build_packages=(openjdk-17-jdk-headless maven)
native_packages=(cmake ninja-build)
native_test_packages=(googletest)
camera_packages=(gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-libav)
kit_packages=(python3 python3-venv python3-pip python3-torch python3-opencv python3-numpy python3-pil python3-tqdm python3-matplotlib python3-pytest)

# need_kit: what the model kit needs: Debian's packages, and in a virtual environment, .venv, the kit itself and what Debian
# has not, in the versions of requirements.lock. An environment that is there is brought up to date, never emptied: a
# training may be using it.
# shellcheck disable=SC2154
need_kit() {
  local kit=$root/tools/kit venv=$root/.venv
  need_packages "${kit_packages[@]}"
  if ! cat "$kit/requirements.lock" "$kit/pyproject.toml" | cmp -s - "$venv/installed"; then
    say "Setting up the kit's Python in .venv"
    local pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install)
    [ -x "$venv/bin/python" ] || /usr/bin/python3 -m venv --system-site-packages "$venv" >&2
    "${pip[@]}" --no-deps -r "$kit/requirements.lock" >&2
    "${pip[@]}" --no-deps --no-build-isolation --editable "$kit" >&2
    cat "$kit/requirements.lock" "$kit/pyproject.toml" >"$venv/installed"
  fi
}
test_packages=(shellcheck python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad gcc pkg-config libgstreamer-plugins-base1.0-dev)
package_packages=(dpkg-dev binutils binutils-aarch64-linux-gnu python3)
soak_packages=(python3 python3-gi gir1.2-gst-rtsp-server-1.0 python3-matplotlib gcc libc6-dev util-linux)
bench_camera_packages=(python3 python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad ffmpeg)
