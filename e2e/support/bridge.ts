/**
 * Asks main as the page does, for what a test needs to be there but is not about.
 *
 * The page runs under a policy without `eval`; Playwright evaluates through the developer protocol, which the policy
 * does not bind.
 */
import type { Page } from '@playwright/test';
import {
  CHANNELS,
  type ChannelInput,
  type ChannelName,
  type ChannelOutput,
  type VaultBridge,
} from '../../src/shared/channels.ts';
import { type VaultErrorData, vaultErrorDataSchema } from '../../src/shared/errors.ts';

declare global {
  interface Window {
    readonly vault: VaultBridge;
  }
}

/** The raw answer to anything at all. */
export function invokeRaw(page: Page, channel: unknown, input: unknown): Promise<unknown> {
  return page.evaluate(([name, value]) => window.vault.invoke(name as string, value), [
    channel,
    input,
  ] as const);
}

/** The answer of a channel; fails the test where it is an error. */
export async function invoke<C extends ChannelName>(
  page: Page,
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  const answer = await invokeRaw(page, channel, input);
  if (isOk(answer)) return CHANNELS[channel].output.parse(answer.value) as ChannelOutput<C>;
  throw new Error(`${channel} answered ${JSON.stringify(answer)}`);
}

/** The error of a channel; fails the test where there is none. */
export async function invokeError(page: Page, channel: string, input: unknown): Promise<VaultErrorData> {
  const answer = await invokeRaw(page, channel, input);
  if (typeof answer === 'object' && answer !== null && 'error' in answer)
    return vaultErrorDataSchema.parse(answer.error);
  throw new Error(`${channel} answered ${JSON.stringify(answer)}`);
}

const isOk = (answer: unknown): answer is { ok: true; value: unknown } =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
