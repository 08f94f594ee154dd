# The dashboard, from a copy of its package by links, so that its settings can lie beside it without touching the system.
H=$V/horizon
horizon_env=(env "PYTHONPATH=$H" PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=openstack_dashboard.settings)
if [ ! -e "$H/static/.complete" ]; then
  rm -rf "$H"
  mkdir -p "$H/static"
  cp -as /usr/lib/python3/dist-packages/openstack_dashboard "$H/openstack_dashboard"
  cp -r "$X/usr/share/openstack-dashboard/themes" "$H/openstack_dashboard/themes"
  cat >"$H/openstack_dashboard/local/local_settings.py" <<SETTINGS
DEBUG = False
ALLOWED_HOSTS = ['$IP']
OPENSTACK_HOST = '$IP'
OPENSTACK_KEYSTONE_URL = 'http://$IP:5000/v3'
SECRET_KEY = '$PW'
WEBROOT = '/'
STATIC_ROOT = COMPRESS_ROOT = '$H/static'
COMPRESS_OFFLINE = True
SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}
LANGUAGE_CODE = 'zh-hans'
TIME_ZONE = 'Asia/Shanghai'
AVAILABLE_THEMES = [('default', 'Default', 'themes/default')]
SETTINGS
  printf 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n' >"$H/horizon_wsgi.py"
  for command in 'collectstatic --noinput' 'compress --force'; do
    "${horizon_env[@]}" /usr/bin/python3 -W ignore -m django $command >>"$L/horizon.log" 2>&1 ||
      { tail -5 "$L/horizon.log" >&2; die "horizon: $command failed; see $L/horizon.log"; }
  done
  : >"$H/static/.complete"
fi
start horizon "${horizon_env[@]}" /usr/bin/uwsgi-core --plugins python3 --http-socket "$IP:8082" \
  --wsgi-file "$H/horizon_wsgi.py" --master --processes 2 --threads 1 --die-on-term --need-app --lazy-apps \
  --enable-threads --buffer-size 65535 --static-map "/static=$H/static" --disable-logging --procname-prefix horizon-
