/** A small table of figures. Nothing where there are no rows. */
import { useTranslation } from 'react-i18next';

interface FigureTableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  /** As many cells as heads; the first names the row. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Figures are set in columns; a table too wide for its place scrolls sideways by itself. */
export function FigureTable({ caption, heads, rows }: FigureTableProps) {
  const { t, i18n } = useTranslation('health');
  if (rows.length === 0) return <p className="text-ink-faint">{t('details.nothing', { caption })}</p>;
  const written = (cell: string | number): string =>
    typeof cell === 'number' ? new Intl.NumberFormat(i18n.language).format(cell) : cell;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="pb-1 text-left font-semibold text-ink">{caption}</caption>
        <thead>
          <tr className="text-left text-ink-soft">
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`py-1 font-normal ${index === 0 ? '' : 'ps-4 text-right'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...cells]) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="py-1 text-left font-normal">
                {written(name)}
              </th>
              {cells.map((cell, index) => (
                <td key={heads[index + 1]} className="py-1 ps-4 text-right tabular-nums">
                  {written(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
