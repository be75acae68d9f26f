/** What somebody pinned and opened, and what they thought of answers. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';

type AttentionChannel = Extract<
  keyof ChannelHandlers,
  `pins.${string}` | `attention.${string}` | `answers.${string}`
>;

export function attentionHandlers({
  attention,
  answers,
}: MemoryServices): Pick<ChannelHandlers, AttentionChannel> {
  return {
    'pins.list': ({ spaceId }) => attention.pins(spaceId),
    'pins.set': async (request, { correlationId }) => {
      await attention.setPinned({ ...request, correlationId });
      return {};
    },
    'attention.opened': async ({ spaceId, id }) => {
      await attention.opened(spaceId, id);
      return {};
    },
    'answers.judged': ({ spaceId, question }) => answers.judged(spaceId, question),
    'answers.judge': async (request, { correlationId }) => {
      await answers.judge({ ...request, correlationId });
      return {};
    },
  };
}
