import { Suspense } from 'react';
import { useClient } from 'urql';
import { SignOutDocument, ViewerDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useConnectionState } from '../live/use-live.js';
import { Link, usePath } from '../routing/router.js';
import type { SessionStore } from '../session/session-store.js';
import { ViewerContext } from '../session/viewer-context.js';
import { Loaded } from '../ui/panel.js';
import { firstPage, pages } from './pages.js';
import { useTheme } from './theme.js';
import { useShortcuts } from './use-shortcuts.js';

const connectionTexts = {
  connecting: 'connecting…',
  live: 'live',
  lost: 'reconnecting…',
};

const ConnectionLamp = () => {
  const state = useConnectionState();
  return (
    <span className={`lamp ${state}`} role="status">
      {connectionTexts[state]}
    </span>
  );
};

const Navigation = ({ current }: { current: string }) => (
  <nav aria-label="Pages">
    {pages.map(({ path, title, key }) => (
      <Link
        key={path}
        href={path}
        title={`g ${key}`}
        aria-current={path === current ? 'page' : undefined}
      >
        {title}
      </Link>
    ))}
  </nav>
);

const AccountMenu = ({ sessions, who }: { sessions: SessionStore; who: string }) => {
  const client = useClient();
  const [theme, toggleTheme] = useTheme();
  const leave = async (): Promise<void> => {
    // The session ends here in any case; the platform forgets it too, if it can be reached.
    await client.mutation(SignOutDocument, {}).toPromise();
    sessions.set(null);
  };
  return (
    <div className="account">
      <span className="who">{who}</span>
      <a href="/graphiql">API</a>
      <button type="button" className="quiet" onClick={toggleTheme}>
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
      <button type="button" className="quiet" onClick={() => void leave()}>
        Sign out
      </button>
    </div>
  );
};

/** What stands around every page. */
export const Shell = ({ sessions }: { sessions: SessionStore }) => {
  const path = usePath();
  const viewer = useData(ViewerDocument, {});
  useShortcuts();
  const current = path === '/' ? firstPage : path;
  const page = pages.find((each) => each.path === current);
  const { user, tenant } = viewer.data?.viewer ?? {};
  return (
    <>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <header className="top">
        <strong className="brand">{tenant?.name ?? 'AI Trading Platform'}</strong>
        <Navigation current={current} />
        <ConnectionLamp />
        <AccountMenu
          sessions={sessions}
          who={user ? `${user.email} · ${user.role.toLowerCase()}` : ''}
        />
      </header>
      <main id="page" tabIndex={-1}>
        <h1 className="unseen">{page?.title ?? 'No such page'}</h1>
        <Loaded from={viewer}>
          {(data) =>
            data.viewer && (
              <ViewerContext value={data.viewer}>
                <Suspense fallback={<p className="empty">Loading…</p>}>
                  {page ? (
                    <page.Body />
                  ) : (
                    <p className="empty">
                      There is no such page. <Link href={firstPage}>Go to the market</Link>.
                    </p>
                  )}
                </Suspense>
              </ViewerContext>
            )
          }
        </Loaded>
      </main>
    </>
  );
};
