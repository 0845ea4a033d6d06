# A PostgreSQL of our own: its own directory and port, one throwaway user, gone at the end.

postgres_directory=""

# The folder of the newest server's programs, which Debian keeps off the path.
find_postgres() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] || initdb=$(command -v initdb) || return 1
  dirname "$initdb"
}

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() {
  local bin port user=superoffice_soap_test
  if ! bin=$(find_postgres); then
    echo "no PostgreSQL: its tests skip"
    return 0
  fi
  port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
  postgres_directory=$(mktemp -d)
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$postgres_directory"; fi
  if as_postgres "$bin/initdb" -D "$postgres_directory/data" -U "$user" -A trust -E UTF8 --locale=C.UTF-8 >"$postgres_directory.log" 2>&1 &&
    as_postgres "$bin/pg_ctl" -D "$postgres_directory/data" -w -l "$postgres_directory/log" \
      -o "-p $port -k $postgres_directory -c listen_addresses=127.0.0.1 -c fsync=off" start >>"$postgres_directory.log" 2>&1 &&
    as_postgres "$bin/createdb" -h 127.0.0.1 -p "$port" -U "$user" "$user" >>"$postgres_directory.log" 2>&1; then
    export SUPEROFFICE_SOAP_TEST_POSTGRES="postgres://$user@127.0.0.1:$port/$user"
    echo "PostgreSQL listens on port $port"
  else
    echo "PostgreSQL did not start, its tests skip:"
    tail -n 5 "$postgres_directory.log" "$postgres_directory/log" 2>/dev/null || true
  fi
}

stop_postgres() {
  [ -n "$postgres_directory" ] || return 0
  as_postgres "$(find_postgres)/pg_ctl" -D "$postgres_directory/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$postgres_directory" "$postgres_directory.log"
}
