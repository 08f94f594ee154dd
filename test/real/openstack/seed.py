"""Projects, accounts, roles and the service catalogue; whatever is there already is left alone."""
import sys

from rest import Session

ip, password, region = sys.argv[1:4]
services = sys.argv[4:]
K = f'http://{ip}:5000/v3'
session = Session(ip, password, 'admin')


def ensure(kind, name, **fields):
    found = session.get(f'{K}/{kind}s?name={name}')[f'{kind}s']
    if found:
        return found[0]['id']
    return session.call('POST', f'{K}/{kind}s', {kind: dict(name=name, **fields)})[1][kind]['id']


def grant(project, user, role):
    session.call('PUT', f'{K}/projects/{project}/users/{user}/roles/{roles[role]}')


service_project = ensure('project', 'service', domain_id='default')
demo = ensure('project', 'demo', domain_id='default')
demo2 = ensure('project', 'demo2', domain_id='default')
roles = {name: ensure('role', name) for name in ('admin', 'member', 'reader', 'service')}
for name in services:
    if name != 'keystone':
        user = ensure('user', name, domain_id='default', password=password, default_project_id=service_project)
        grant(service_project, user, 'admin')
        grant(service_project, user, 'service')
for name, project, role in (('demo', demo, 'member'), ('demo2', demo2, 'member'), ('viewer', demo, 'reader')):
    grant(project, ensure('user', name, domain_id='default', password=password, default_project_id=project), role)
grant(demo, session.user, 'admin')

addresses = {
    'glance': [('image', 'glance', ':9292')],
    'placement': [('placement', 'placement', ':8778')],
    'nova': [('compute', 'nova', ':8774/v2.1')],
    'neutron': [('network', 'neutron', ':9696')],
    'cinder': [
        ('block-storage', 'cinder', ':8776/v3/$(project_id)s'),
        ('volumev3', 'cinderv3', ':8776/v3/$(project_id)s'),
    ],
    'swift': [('object-store', 'swift', ':8080/v1/AUTH_$(project_id)s')],
}
listed = {endpoint['service_id'] for endpoint in session.get(f'{K}/endpoints')['endpoints']}
for service in services:
    for kind, name, tail in addresses.get(service, []):
        found = session.get(f'{K}/services?type={kind}')['services']
        if found:
            id = found[0]['id']
        else:
            id = session.call('POST', f'{K}/services', {'service': {'name': name, 'type': kind}})[1]['service']['id']
        if id in listed:
            continue
        for interface in ('public', 'internal', 'admin'):
            endpoint = {'interface': interface, 'service_id': id, 'region_id': region, 'url': f'http://{ip}{tail}'}
            session.call('POST', f'{K}/endpoints', {'endpoint': endpoint})
