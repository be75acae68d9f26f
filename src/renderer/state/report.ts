/** Errors of things that have no place of their own on the page are said at the foot of the window. */
import type { ChannelInput, ChannelName, ChannelOutput } from '../../shared/channels.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { invoke } from '../bridge.ts';
import { errorWords } from '../components/error-words.ts';
import { i18n } from '../i18n/i18n.ts';
import { useToasts } from './toasts.ts';

const READING_SECONDS = 15;

/** Says an error as a toast, in full sentences. */
function reportError(error: VaultErrorData): void {
  const { message, hint } = errorWords(i18n.getFixedT(null, ['errors', 'common']), error);
  useToasts.getState().show({ message: `${message} ${hint}`, seconds: READING_SECONDS });
}

/** Asks main for something; an error is reported and answered with null. */
export async function invokeOrReport<C extends ChannelName>(
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C> | null> {
  const answer = await invoke(channel, input);
  if (answer.ok) return answer.value;
  reportError(answer.error);
  return null;
}
