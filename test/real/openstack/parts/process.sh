# Starting, finding and awaiting processes without systemd. A pid file holds the pid and its start time,
# so that a pid that was given out again is never taken for ours.
started_at() { local stat; stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; stat=${stat##*) }; set -- $stat; echo "${20}"; }
alive() { # name
  local pid="" since=""
  [ -s "$R/$1.pid" ] || return 1
  read -r pid since <"$R/$1.pid" || true
  [ -n "$pid" ] && [ -d "/proc/$pid" ] && { [ -z "$since" ] || [ "$since" = "$(started_at "$pid")" ]; }
}
start() { # name command...: in a session of its own, so that its whole group can be stopped
  local name=$1
  shift
  alive "$name" && return 0
  setsid nohup "$@" >>"$L/$name.log" 2>&1 </dev/null &
  echo "$! $(started_at $! || true)" >"$R/$name.pid"
}
py() { # module:function arguments...: what the package's console script does
  local target=$1
  shift
  exec env PYTHONPATH="$P" PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -W ignore -c \
    'import sys; m,f=sys.argv[1].split(":"); sys.argv=[m.split(".")[0]+"-"+m.split(".")[-1]]+sys.argv[2:]; sys.exit(getattr(__import__(m,fromlist=[f]),f)())' "$target" "$@"
}
export -f py
export P
run() { bash -c 'py "$@"' _ "$@"; }
service() { local name=$1; shift; start "$name" bash -c 'py "$@"' _ "$@"; }
wsgi() { # name port file processes
  start "$1" /usr/bin/uwsgi-core --plugins python3 --http-socket "$IP:$2" --wsgi-file "$3" --master --processes "$4" \
    --threads 1 --die-on-term --need-app --lazy-apps --enable-threads --buffer-size 65535 --thunder-lock \
    --add-header 'Connection: close' --disable-logging --procname-prefix "$1-"
}
await_http() { # name url
  local code=000
  for _ in $(seq 480); do
    code=$(curl -s -o /dev/null -m 10 -w '%{http_code}' "$2" || true)
    case $code in 200 | 300) say "$1 answers ($2)"; return 0 ;; esac
    alive "$1" || { tail -5 "$L/$1.log" >&2; die "$1 ended; see $L/$1.log"; }
    sleep 0.25
  done
  die "$1 does not answer at $2 (last HTTP $code); see $L/$1.log"
}
port_open() { (exec 3<>"/dev/tcp/$IP/$1") 2>/dev/null; }
await_port() { # name port
  for _ in $(seq 240); do
    port_open "$2" && { say "$1 answers (port $2)"; return 0; }
    alive "$1" || { tail -5 "$L/$1.log" >&2; die "$1 ended; see $L/$1.log"; }
    sleep 0.25
  done
  die "$1 does not answer on port $2; see $L/$1.log"
}
port_free() { # name port: taken by a stranger is said before anything is started
  alive "$1" || ! port_open "$2" || die "port $2 is taken by another program, and $1 needs it"
}
