import { Fault, type OpenstackComponent } from '../../../spec/index.ts';
import type { HttpClient } from '../http.ts';
import { errorText, faultOf } from './errors.ts';
import { type Fields, fieldsAt, listAt, textAt, valueAt } from './shape.ts';

export interface Session {
  token: string;
  projectId: string;
  userId: string;
  roles: string[];
  catalogue: Fields[];
  /** On our monotonic clock: from here on the token is renewed before it is used. */
  renewAt: number;
}

const renewBeforeMs = 60_000;

/** Signs in with a password, scoped to the project. Throws TARGET_UNAUTHORISED when the account is not accepted. */
export async function signIn(
  http: HttpClient,
  component: OpenstackComponent,
  password: string,
): Promise<Session> {
  const { username, project, userDomain, projectDomain } = component.credentials;
  const base = component.endpoint.replace(/\/+$/, '');
  const url = `${/\/v3$/.test(base) ? base : `${base}/v3`}/auth/tokens`;
  const answer = await http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: username, domain: { name: userDomain ?? 'Default' }, password } },
        },
        scope: { project: { name: project, domain: { name: projectDomain ?? 'Default' } } },
      },
    }),
  });
  if (answer.status < 200 || answer.status > 299)
    throw faultOf(answer.status, `POST ${url}`, errorText(answer.text()));
  const issued = fieldsAt(answer.json(), 'token');
  const token = answer.headers['x-subject-token'];
  if (!token) throw new Fault('TARGET_GARBAGE', `POST ${url}：应答没有令牌（X-Subject-Token）`);
  return {
    token,
    projectId: textAt(issued, 'project', 'id'),
    userId: textAt(issued, 'user', 'id'),
    roles: Array.isArray(issued.roles) ? listAt(issued, 'roles').map((role) => textAt(role, 'name')) : [],
    catalogue: listAt(issued, 'catalog'),
    renewAt: performance.now() + lifetimeMs(issued) - renewBeforeMs,
  };
}

/** By the platform's two instants, so that its clock need not agree with ours. */
function lifetimeMs(issued: Fields): number {
  const lifetime =
    Date.parse(String(valueAt(issued, 'expires_at'))) - Date.parse(String(valueAt(issued, 'issued_at')));
  return Number.isFinite(lifetime) && lifetime > 2 * renewBeforeMs ? lifetime : Number.POSITIVE_INFINITY;
}
