import { beforeEach, expect, it } from 'vitest';
import { useNavigation } from './navigation.ts';
import { forgetContent } from './on-lock.ts';

const place = () => {
  const { page, spaceId, memoryId, query, composing } = useNavigation.getState();
  return { page, spaceId, memoryId, query, composing };
};

beforeEach(forgetContent);

it('keeps the space and closes memory, query and editor on the way to another page', () => {
  const { go } = useNavigation.getState();
  go({ spaceId: 'a', memoryId: 'm', composing: true });
  go({ page: 'receipts' });
  expect(place()).toEqual({ page: 'receipts', spaceId: 'a', memoryId: null, query: '', composing: false });
});

it('keeps the query while the Search page stays', () => {
  const { go, adjust } = useNavigation.getState();
  go({ page: 'search', query: 'l' });
  adjust({ query: 'lake' });
  go({ memoryId: 'm' });
  expect(place()).toMatchObject({ page: 'search', query: 'lake', memoryId: 'm' });
});

it('goes back step by step, over typing in one', () => {
  const { go, adjust, back } = useNavigation.getState();
  go({ page: 'search', query: 'l' });
  adjust({ query: 'lake' });
  go({ page: 'settings' });
  back();
  expect(place()).toMatchObject({ page: 'search', query: 'lake' });
  back();
  back();
  expect(place()).toMatchObject({ page: 'timeline' });
});

it('forgets where it was when the vault locks', () => {
  useNavigation.getState().go({ page: 'search', query: 'secret', spaceId: 'a' });
  forgetContent();
  expect(place()).toEqual({ page: 'timeline', spaceId: null, memoryId: null, query: '', composing: false });
  expect(useNavigation.getState().past).toEqual([]);
});
