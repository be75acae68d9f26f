/**
 * A process of its own that runs one group of units and kills itself at a given step of it, as a power cut would.
 * Arguments: file, step. A step lies before and after every statement that writes, BEGIN and COMMIT among them; a step
 * past the last one lets the process end. Prints the number of each step and the statement it belongs to.
 */
import { writeSync } from 'node:fs';
import type { WritableConnection, WriteStatement } from '../sqlite.ts';
import { contextFor, memory } from './databases.ts';
import { openInProcess } from './in-process.ts';
import { keysOfEnvironment } from './keys-by-environment.ts';

const [file = '', lastStep = ''] = process.argv.slice(2);
const spaceId = process.env.SPACE ?? '';
const [revised = '', added = ''] = (process.env.MEMORIES ?? '').split(' ');

let step = 0;
let armed = false;

function pass(what: string): void {
  if (!armed) return;
  step += 1;
  writeSync(1, `${step} ${what}\n`);
  if (step === Number(lastStep)) process.kill(process.pid, 'SIGKILL');
}

function dying(connection: WritableConnection): WritableConnection {
  return new Proxy(connection, {
    get(target, property) {
      if (property === 'write') {
        return (sql: string): WriteStatement => {
          const statement = target.write(sql);
          const name = sql
            .trim()
            .split(/[\s(]+/, 3)
            .join(' ');
          return {
            run(...values) {
              pass(`before ${name}`);
              const result = statement.run(...values);
              pass(`after ${name}`);
              return result;
            },
          };
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const space = openInProcess({
  file,
  spaceId,
  keys: keysOfEnvironment(),
  create: false,
  aroundConnection: dying,
});
const units = [
  space.collect(contextFor(spaceId, { subjectId: revised }), (uow) => {
    uow.fts.retract({ id: revised });
    uow.episodic.revise({ ...memory({ id: revised, text: 'a river in summer' }), expectedVersion: 1 });
    uow.fts.index({ id: revised });
  }),
  space.collect(contextFor(spaceId, { subjectId: added, idempotencyKey: 'once' }), (uow) => {
    uow.attachments.put({ ref: 'a', band: 'GREEN', bytes: Buffer.from('picture'), mediaType: 'image/png' });
    uow.episodic.append({
      ...memory({ id: added, text: 'a river in winter' }),
      attachments: [{ ref: 'a', name: 'a.png', mediaType: 'image/png', bytes: 7 }],
    });
    uow.fts.index({ id: added });
  }),
];
armed = true;
const results = space.commits.run(units);
pass('before the answer');
armed = false;
writeSync(1, `${results.map(({ ok }) => ok).join(' ')}\n`);
space.close();
