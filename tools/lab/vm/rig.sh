# Shared by the scripts beside it: where the virtual machines' disks are kept and what it takes to make them. Sourced, not run.
# shellcheck shell=bash disable=SC2034
# The sourcing script has set root and sourced setup.sh.

vm_cache=${PIPIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit}/vm
vm_packages=(qemu-system-x86 qemu-system-arm mmdebstrap debian-archive-keyring e2fsprogs cpio kmod
  device-tree-compiler make gcc-12 libelf1 gcc-aarch64-linux-gnu xz-utils)

# need_arch ARCH: ends the script unless that is a machine that can be emulated here.
need_arch() {
  case ${1:-} in
    amd64 | arm64) ;;
    *) printf '%s: the machine must be amd64 or arm64, is "%s"\n' "$0" "${1:-}" >&2 && exit 64 ;;
  esac
}
