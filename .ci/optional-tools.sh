# What some tests use when it is there: real SOAP clients, a browser, PostgreSQL. Tests that miss theirs say so and skip.

install_optional_tools() {
  local log apt
  log=$(mktemp)
  local -a missing=()
  find_postgres >/dev/null || missing+=(postgresql)
  php -m 2>/dev/null | grep -x soap >/dev/null || missing+=(php-cli php-soap php-xml)
  /usr/bin/python3 -c 'import zeep' 2>/dev/null || missing+=(python3-zeep)
  perl -MSOAP::Lite -e 1 2>/dev/null || missing+=(libsoap-lite-perl)
  command -v chromium >/dev/null || missing+=(chromium)
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -eq 0 ]; then
    apt=(env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -y -q)
  elif sudo -n true 2>/dev/null; then
    apt=(sudo -n env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -y -q)
  else
    echo "not installed, for want of root: ${missing[*]}"
    return 0
  fi
  echo "installing: ${missing[*]}"
  "${apt[@]}" update >"$log" 2>&1 </dev/null || true
  "${apt[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null ||
    echo "not installed: ${missing[*]}: $(tail -n 1 "$log")"
  rm -f "$log"
}
