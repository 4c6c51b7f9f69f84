/** The way through a list that pages. */
export const Pager = (props: {
  page: number;
  newer: (() => void) | null;
  older: (() => void) | null;
}) =>
  props.newer || props.older ? (
    <nav className="pager" aria-label="Pages of this list">
      <button type="button" disabled={!props.newer} onClick={() => props.newer?.()}>
        ← Newer
      </button>
      <span>page {props.page}</span>
      <button type="button" disabled={!props.older} onClick={() => props.older?.()}>
        Older →
      </button>
    </nav>
  ) : null;
