import { randomUUID } from 'node:crypto';
import { type Fields, isFields, textOr } from './body.ts';
import { toSecond } from './cloud.ts';
import { notFoundPage, refusal, type Service, startService } from './http-service.ts';
import { type Caller, callerOf, isAdmin } from './identity.ts';
import type { Cloud, Image } from './state.ts';

const glanceError = (status: number, title: string, message: string) =>
  refusal(status, { message: `${message}<br /><br />\n\n\n`, code: `${status} ${title}`, title });

const unauthorised = {
  message:
    'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.<br /><br />\n\n\n',
  code: '401 Unauthorized',
  title: 'Unauthorized',
};

const view = (image: Image): Fields => ({
  ...image.properties,
  name: image.name,
  disk_format: image.status === 'queued' ? null : 'qcow2',
  container_format: image.status === 'queued' ? null : 'bare',
  visibility: image.visibility,
  size: image.size,
  virtual_size: image.size,
  status: image.status,
  checksum: image.status === 'active' ? image.id.replaceAll('-', '') : null,
  protected: false,
  min_ram: image.minRam ?? 0,
  min_disk: image.minDisk,
  owner: image.projectId,
  os_hidden: false,
  os_hash_algo: image.status === 'active' ? 'sha512' : null,
  os_hash_value: image.status === 'active' ? image.id.replaceAll('-', '').repeat(4) : null,
  id: image.id,
  created_at: toSecond(image.createdAt),
  updated_at: toSecond(image.updatedAt),
  tags: [],
  self: `/v2/images/${image.id}`,
  file: `/v2/images/${image.id}/file`,
  schema: '/v2/schemas/image',
  ...(image.status === 'active' ? { stores: 'rbd' } : {}),
});

/** Makes the image that a snapshot of a server will fill. */
export function createSnapshotImage(
  cloud: Cloud,
  projectId: string,
  name: string,
  minDisk: number,
  properties: Record<string, string>,
): Image {
  const now = Date.now();
  const image: Image = {
    id: randomUUID(),
    name,
    projectId,
    visibility: 'private',
    status: 'queued',
    size: null,
    minDisk,
    createdAt: now,
    updatedAt: now,
    properties,
  };
  cloud.images.set(image.id, image);
  return image;
}

/** Whether the image exists for a project. */
export const imageFor = (cloud: Cloud, projectId: string, id: string): Image | undefined => {
  const image = cloud.images.get(id);
  return image && (image.visibility === 'public' || image.projectId === projectId) ? image : undefined;
};

/** The glance of the stand-in: lists, shows, deletes; images are made by snapshots or from nothing, without bytes. */
export async function startImage(cloud: Cloud): Promise<Service> {
  const seenBy = (call: Caller, image: Image) =>
    image.visibility === 'public' || isAdmin(call) || image.projectId === call.token.project.id;
  const imageOf = (call: Caller) => {
    const image = cloud.images.get(call.params.id ?? '');
    if (image && seenBy(call, image)) return image;
    throw glanceError(404, 'Not Found', `No image found with ID ${call.params.id}`);
  };

  function list(call: Caller) {
    const { query } = call;
    const kept = [...cloud.images.values()]
      .reverse()
      .filter((image) => seenBy(call, image))
      .map(view)
      .filter((image) =>
        ['name', 'status', 'visibility', 'owner', 'id'].every((name) => {
          const wanted = query.get(name);
          return wanted === null || (name === 'visibility' && wanted === 'all') || image[name] === wanted;
        }),
      );
    const text = query.toString();
    const first = text === '' ? '/v2/images' : `/v2/images?${text}`;
    return { status: 200, body: { images: kept, first, schema: '/v2/schemas/images' } };
  }

  const service = await startService<Caller>({
    enter: (call) => callerOf(cloud, call, unauthorised),
    open: [
      {
        method: 'GET',
        path: '/',
        answer: () => ({
          status: 300,
          body: {
            versions: [
              {
                id: 'v2.15',
                status: 'CURRENT',
                links: [{ rel: 'self', href: `${cloud.urls.get('image') ?? ''}/v2/` }],
              },
            ],
          },
        }),
      },
    ],
    routes: [
      { method: 'GET', path: '/v2/images', answer: list },
      {
        method: 'POST',
        path: '/v2/images',
        answer: (call) => {
          const wanted = isFields(call.body) ? call.body : {};
          const image = createSnapshotImage(cloud, call.token.project.id, textOr(wanted.name, ''), 0, {});
          return { status: 201, body: view(image) };
        },
      },
      {
        method: 'GET',
        path: '/v2/images/:id',
        answer: (call) => ({ status: 200, body: view(imageOf(call)) }),
      },
      {
        method: 'PATCH',
        path: '/v2/images/:id',
        answer: (call) => {
          const image = imageOf(call);
          if (image.projectId !== call.token.project.id && !isAdmin(call))
            throw glanceError(403, 'Forbidden', 'You are not permitted to modify this image.');
          for (const change of Array.isArray(call.body) ? call.body.filter(isFields) : []) {
            const name = textOr(change.path, '').slice(1);
            if (name === 'name') image.name = textOr(change.value, image.name);
            else if (name === 'min_ram') image.minRam = Number(change.value);
            else throw glanceError(403, 'Forbidden', `Attribute '${name}' is read-only.`);
          }
          image.updatedAt = Date.now();
          return { status: 200, body: view(image) };
        },
      },
      {
        method: 'DELETE',
        path: '/v2/images/:id',
        answer: (call) => {
          const image = cloud.images.get(call.params.id ?? '');
          if (!image || !seenBy(call, image)) {
            throw glanceError(404, 'Not Found', 'Failed to find image ID to delete');
          }
          if (image.projectId !== call.token.project.id) {
            throw glanceError(403, 'Forbidden', 'You are not permitted to delete this image.');
          }
          cloud.images.delete(image.id);
          return { status: 204 };
        },
      },
    ],
    notFound: () => notFoundPage,
    malformed: () => ({
      status: 400,
      body: {
        message: 'Malformed JSON in request body.<br /><br />\n\n\n',
        code: '400 Bad Request',
        title: 'Bad Request',
      },
    }),
  });
  cloud.urls.set('image', service.url);
  return service;
}
