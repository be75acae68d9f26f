/** Progress of a long command, on stderr: JSON lines for scripts, one rewritten line for people at a terminal. */

interface Progress {
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly what: string;
}

export interface ProgressPrinter {
  show(progress: Progress): void;
  /** Leaves the line. */
  end(): void;
}

/** @param format what `--progress` was given */
export function progressPrinter(format: string | undefined, json: boolean): ProgressPrinter {
  if (format === 'json') {
    return {
      show: (progress) => void process.stderr.write(`${JSON.stringify(progress)}\n`),
      end: () => undefined,
    };
  }
  if (json || format === 'none' || !process.stderr.isTTY)
    return { show: () => undefined, end: () => undefined };
  let shown = false;
  return {
    show: ({ done, total, what }) => {
      shown = true;
      process.stderr.write(`\r\u001b[K${what} ${done}${total === null ? '' : ` of ${total}`}`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
