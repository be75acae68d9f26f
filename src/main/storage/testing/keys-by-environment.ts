/** Keys handed to a process that a test starts; by its environment, so that they stand in no argument list. */
import { z } from 'zod';
import { BANDS } from '../../../shared/bands.ts';
import { Secret } from '../../security/secret.ts';
import type { DatabaseKeys } from '../interfaces.ts';

const hex = z.string().transform((text) => new Secret(Buffer.from(text, 'hex')));
const keysSchema = z.object({
  page: hex,
  device: z.uuid(),
  seed: hex,
  bands: z.array(hex),
  address: hex,
  externalId: hex,
});

/** What to put into the environment under KEYS. */
export function keysAsText(keys: DatabaseKeys): string {
  const text = (key: Secret | undefined): string | undefined => key?.bytes.toString('hex');
  return JSON.stringify({
    device: keys.signer.deviceId,
    page: text(keys.pageKey),
    seed: text(keys.signer.seed),
    bands: keys.bandKeys?.map(({ key }) => text(key)),
    address: text(keys.addressKey),
    externalId: text(keys.externalIdKey),
  });
}

/** The keys that KEYS holds; throws where it holds none. */
export function keysOfEnvironment(): DatabaseKeys {
  const given = keysSchema.parse(JSON.parse(process.env.KEYS ?? ''));
  return {
    pageKey: given.page,
    bandKeys: given.bands.flatMap((key, rank) => {
      const band = BANDS[rank];
      return band === undefined ? [] : [{ band, epoch: 1, key }];
    }),
    addressKey: given.address,
    externalIdKey: given.externalId,
    signer: { deviceId: given.device, seed: given.seed },
  };
}
