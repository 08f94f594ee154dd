import type { Redactor } from '../../evidence/index.ts';
import { type Component, type HostComponent, isTargetFault } from '../../spec/index.ts';
import { asTargetFault, BoundedHttpClient } from '../clients/http.ts';
import { connectOpenStack } from '../clients/openstack.ts';
import { redactExchange } from '../clients/redact-exchange.ts';
import { listBuckets, openS3, removeBucket } from '../clients/s3.ts';
import { openShell } from '../clients/ssh.ts';
import type { LoadedTarget } from '../target.ts';
import { hostHoldings } from './host-holdings.ts';
import { bears, type Holding, type Listing } from './kinds.ts';
import { openstackHoldings } from './openstack-holdings.ts';

/** A component on which resources can stand, reached by the test account. */
export interface Platform {
  component: Component;
  /** Throws a fault TARGET_* when nothing can be listed at all. */
  list(): Promise<Listing>;
  close(): Promise<void>;
}

const requestLimitMs = 15_000;

/** Opens a component for looking at its holdings; undefined for a role on which nothing of ours can stand. */
export function openPlatform(
  component: Component,
  loaded: LoadedTarget,
  redactor: Redactor,
  signal: AbortSignal,
  markers: readonly string[] = [],
): Platform | undefined {
  if (component.role === 'host') return openHost(component, loaded, redactor, signal);
  if (component.role !== 'openstack' && component.role !== 'object-storage') return undefined;
  const http = new BoundedHttpClient({
    ca: loaded.ca(component),
    signal,
    timeoutMs: requestLimitMs,
    // Not kept; but what an answer gives away is then known where it is quoted.
    onExchange: (exchange) => void redactExchange(exchange, redactor),
  });
  const context = {
    component,
    http,
    secret: (reference: Parameters<LoadedTarget['secret']>[0]) => {
      const value = loaded.secret(reference);
      redactor.learn(value);
      return value;
    },
  };
  const look =
    component.role === 'openstack'
      ? async () => holdingsOfTenants(context, component.options.otherTenant)
      : async () => bucketHoldings(context, markers);
  return {
    component,
    async list() {
      try {
        return await look();
      } catch (error) {
        if (signal.aborted || isTargetFault(error)) throw error;
        throw asTargetFault(error, component.endpoint) ?? error;
      }
    },
    close: () => http.close(),
  };
}

function openHost(
  component: HostComponent,
  loaded: LoadedTarget,
  redactor: Redactor,
  signal: AbortSignal,
): Platform {
  const closers: (() => void)[] = [];
  const shell = openShell(
    {
      signal,
      secret: (reference) => {
        const value = loaded.secret(reference);
        redactor.learn(value);
        return value;
      },
      permit: () => undefined,
      command: () => undefined,
      atEnd: (close) => closers.push(close),
    },
    component,
  );
  return {
    component,
    list: () => hostHoldings(shell),
    close: async () => {
      for (const close of closers) close();
    },
  };
}

/** What both test tenants hold; a ledger does not say in which of them a thing was made. */
async function holdingsOfTenants(
  context: Parameters<typeof connectOpenStack>[0],
  otherTenant: Parameters<typeof connectOpenStack>[1],
): Promise<Listing> {
  const own = await openstackHoldings(await connectOpenStack(context));
  if (otherTenant === undefined) return own;
  const others = await openstackHoldings(await connectOpenStack(context, otherTenant));
  return {
    holdings: [...own.holdings, ...others.holdings],
    unlisted: new Map([...own.unlisted, ...others.unlisted]),
  };
}

async function bucketHoldings(
  context: Parameters<typeof openS3>[0],
  markers: readonly string[],
): Promise<Listing> {
  const s3 = openS3(context);
  const holdings = (await listBuckets(s3)).map(
    (name): Holding => ({
      kind: 'bucket',
      id: name,
      name,
      texts: [name],
      remove: () => removeBucket(s3, name, markers.find((marker) => bears(name, marker)) ?? ''),
    }),
  );
  return { holdings, unlisted: new Map() };
}
