# Sourced by scripts that find a program for the tests: installs Debian's package where that is possible.

# install_package PACKAGE: fails, saying why, where nothing may be installed.
install_package() {
  if [[ $(id -u) != 0 ]] || ! grep -qsx 'ID=debian' /etc/os-release; then
    echo "only root on Debian installs it by itself" >&2
    return 1
  fi
  local lock=${TMPDIR:-/tmp}/kubescan-install.lock
  # Of two callers at once, one installs and the other waits.
  (
    flock 9
    if dpkg-query --show --showformat '${db:Status-Status}' "$1" 2> /dev/null | grep -qx installed; then exit 0; fi
    echo "installing Debian's package $1" >&2
    export DEBIAN_FRONTEND=noninteractive
    local apt=(apt-get -qq -o DPkg::Lock::Timeout=600)
    "${apt[@]}" install --yes --no-install-recommends "$1" > /dev/null 2>&1 ||
      { "${apt[@]}" update >&2 && "${apt[@]}" install --yes --no-install-recommends "$1" > /dev/null; }
  ) 9> "$lock"
}
