import type { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { createProgram } from './program.ts';
import { runCli } from './testing/run-cli.ts';

vi.setConfig({ testTimeout: 240_000 });

function helpOf(command: Command): string {
  return [command.helpInformation(), ...command.commands.map(helpOf)].join('\n———\n');
}

it('the help of every command stays as scripts know it', () => {
  expect(helpOf(createProgram(import.meta.url, false, () => undefined))).toMatchSnapshot();
});

it('no option takes a passphrase as its value', () => {
  const values = helpOf(createProgram(import.meta.url, false, () => undefined)).match(
    /--\S*(pass|phrase)\S* <[^>]*>/g,
  );
  expect(values).not.toBeNull();
  for (const option of values ?? []) expect(option).toMatch(/<file>$/);
});

it('is printed on standard output, and answers 0', async () => {
  const { code, stdout, stderr } = await runCli(['--help'], { passphrase: null });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Usage: memoryos-vault');
  expect(await runCli(['receipts', 'verify', '--help'])).toMatchObject({ code: 0 });
});
