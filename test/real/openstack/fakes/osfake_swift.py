"""Runs one swift server or the expirer, with swift.conf read from beside its own configuration."""
import os
import sys


def main():
    name = sys.argv.pop(1)
    from swift.common import utils

    utils.SWIFT_CONF_FILE = os.path.join(os.path.dirname(sys.argv[1]), 'swift.conf')
    if name == 'expirer':
        from swift.common.daemon import run_daemon
        from swift.obj.expirer import ObjectExpirer

        conf, options = utils.parse_options(once=True)
        return run_daemon(ObjectExpirer, conf, **options)
    from swift.common.wsgi import run_wsgi

    conf, options = utils.parse_options()
    if name == 'object':
        from swift.obj.server import global_conf_callback

        options['global_conf_callback'] = global_conf_callback
    return run_wsgi(conf, f'{name.split("-")[0]}-server', **options)
