/**
 * Reads Chromium's own log of its network stack (`--log-net-log=FILE`, written whole when the app ends): every host
 * name looked up and every address a socket was opened to, whoever in Chromium asked for it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const logSchema = z.object({
  constants: z.object({ logEventTypes: z.record(z.string(), z.number()) }),
  events: z.array(z.object({ type: z.number(), params: z.record(z.string(), z.unknown()).optional() })),
});

export interface NetworkUse {
  /** How many events there were at all: an empty log proves nothing. */
  readonly events: number;
  /** Requests, look-ups, connections and bytes sent; without our own pages. */
  readonly reached: readonly string[];
}

/**
 * Events that mean that something leaves or is about to. A UDP socket that is only connected is none of them:
 * Chromium asks the system so whether there is a route for IPv6, and no byte is sent.
 */
const LEAVING =
  /^(URL_REQUEST_START_JOB|HOST_RESOLVER_(SYSTEM_TASK|DNS_TASK)|TCP_CONNECT|TCP_CONNECT_ATTEMPT|SOCKET_BYTES_SENT|UDP_BYTES_SENT|QUIC_SESSION)$/;

export function readNetLog(file: string): NetworkUse {
  const { constants, events } = logSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const names = new Map(Object.entries(constants.logEventTypes).map(([name, number]) => [number, name]));
  const reached = events.flatMap(({ type, params }) => {
    const name = names.get(type) ?? '';
    return LEAVING.test(name) ? [`${name} ${JSON.stringify(params ?? {})}`] : [];
  });
  return { events: events.length, reached: reached.filter((line) => !line.includes('"app://vault/')) };
}
