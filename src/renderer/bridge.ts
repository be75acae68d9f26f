/**
 * The typed client over `window.vault`: the only way out of the page.
 *
 * Invariant: `invoke` never throws and never rejects. What main answers is checked against the channel's
 * contract before anyone sees it; an answer of the wrong shape becomes an error like any other.
 */
import { z } from 'zod';
import {
  CHANNELS,
  type ChannelInput,
  type ChannelName,
  type ChannelOutput,
  EVENTS,
  type EventName,
  type EventPayload,
  type VaultBridge,
} from '../shared/channels.ts';
import { errorData, type VaultErrorData, vaultErrorDataSchema } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

declare global {
  interface Window {
    readonly vault: VaultBridge;
  }
}

const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: vaultErrorDataSchema }),
]);

/** What the page shows when the conversation itself failed: no answer, or one of the wrong shape. */
function conversationFailed(): { readonly ok: false; readonly error: VaultErrorData } {
  return { ok: false, error: errorData(null) };
}

/** Asks main for something and answers with what came back, checked. */
export async function invoke<C extends ChannelName>(
  channel: C,
  input: ChannelInput<C>,
): Promise<Result<ChannelOutput<C>>> {
  let answer: unknown;
  try {
    answer = await window.vault.invoke(channel, input);
  } catch {
    return conversationFailed();
  }
  const envelope = envelopeSchema.safeParse(answer);
  if (!envelope.success) return conversationFailed();
  if (!envelope.data.ok) return envelope.data;
  const output = CHANNELS[channel].output.safeParse(envelope.data.value);
  if (!output.success) return conversationFailed();
  // TypeScript sees the union of all outputs here; the schema that has just accepted it is this channel's.
  return { ok: true, value: output.data as ChannelOutput<C> };
}

/** Listens to an event of main; answers with the function that stops listening. Malformed events are dropped. */
export function listen<E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void,
): () => void {
  return window.vault.on(event, (payload) => {
    const parsed = EVENTS[event].safeParse(payload);
    if (parsed.success) listener(parsed.data as EventPayload<E>);
  });
}
