"""JSON over HTTP with a keystone token, for seeding and readiness; the standard library only."""
import json
import urllib.request


class Session:
    def __init__(self, ip, password, project):
        self.token = None
        scope = {'project': {'name': project, 'domain': {'id': 'default'}}}
        user = {'name': 'admin', 'domain': {'id': 'default'}, 'password': password}
        identity = {'methods': ['password'], 'password': {'user': user}}
        headers, body = self.call(
            'POST', f'http://{ip}:5000/v3/auth/tokens', {'auth': {'identity': identity, 'scope': scope}}
        )
        self.token = headers['X-Subject-Token']
        self.user = body['token']['user']['id']
        self.project = body['token']['project']['id']

    def call(self, method, url, body=None, data=None, content_type='application/json'):
        if body is not None:
            data = json.dumps(body).encode()
        headers = {'Content-Type': content_type}
        if self.token:
            headers['X-Auth-Token'] = self.token
        request = urllib.request.Request(url, method=method, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return answer.headers, json.loads(text) if text else None

    def get(self, url):
        return self.call('GET', url)[1]
