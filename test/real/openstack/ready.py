"""Waits until compute nodes and volume backends are up, and makes what tests order: image, flavors, types, S3 keys."""
import os
import sys
import time

from rest import Session

directory, ip, password, services, hosts = sys.argv[1:6]
services, hosts = services.split(), set(hosts.split())
session = Session(ip, password, 'demo')


def until(what, done):
    began, last = time.time(), None
    while time.time() - began < 120:
        try:
            if done():
                print(f'{what} after {time.time() - began:.1f} s')
                return
        except Exception as error:
            last = error
        time.sleep(0.5)
    sys.exit(f'not ready within 120 s: {what} ({last})')


if 'glance' in services:
    glance = f'http://{ip}:9292/v2'
    images = session.get(f'{glance}/images?name=probe-raw')['images']
    if not any(image['status'] == 'active' for image in images):
        wanted = {'name': 'probe-raw', 'disk_format': 'raw', 'container_format': 'bare', 'visibility': 'public'}
        id = session.call('POST', f'{glance}/images', wanted)[1]['id']
        session.call('PUT', f'{glance}/images/{id}/file', data=bytes(1 << 20), content_type='application/octet-stream')

if 'nova' in services:
    nova = f'http://{ip}:8774/v2.1'
    known = {flavor['id'] for flavor in session.get(f'{nova}/flavors')['flavors']}
    for id, name, vcpus, ram, disk in (('t1', 'probe.tiny', 1, 512, 1), ('t2', 'probe.small', 2, 1024, 2)):
        if id not in known:
            flavor = {'id': id, 'name': name, 'vcpus': vcpus, 'ram': ram, 'disk': disk}
            session.call('POST', f'{nova}/flavors', {'flavor': flavor})

if 'swift' in services:
    # S3 keys of user admin in project demo.
    url = f'http://{ip}:5000/v3/users/{session.user}/credentials/OS-EC2'
    keys = [key for key in session.get(url)['credentials'] if key['tenant_id'] == session.project]
    key = keys[0] if keys else session.call('POST', url, {'tenant_id': session.project})[1]['credential']
    with open(os.path.join(directory, 'ec2.env'), 'w') as file:
        file.write(
            f'export S3_ENDPOINT=http://{ip}:8080 S3_ACCESS_KEY={key["access"]} S3_SECRET_KEY={key["secret"]}\n'
        )

if 'nova' in services:
    until(
        'compute nodes',
        lambda: hosts
        <= {one['hypervisor_hostname'] for one in session.get(f'{nova}/os-hypervisors')['hypervisors'] if one['state'] == 'up'},
    )

if 'cinder' in services:
    cinder = f'http://{ip}:8776/v3/{session.project}'
    until(
        'volume backends',
        lambda: sum(one['state'] == 'up' for one in session.get(f'{cinder}/os-services')['services']) >= 3,
    )
    known = {kind['name'] for kind in session.get(f'{cinder}/types')['volume_types']}
    for name in ('fast', 'slow'):
        if name not in known:
            kind = {'name': name, 'extra_specs': {'volume_backend_name': name}}
            session.call('POST', f'{cinder}/types', {'volume_type': kind})
