import { useEffect, useState, useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import type { Client } from 'urql';
import { createClient } from './api/create-client.js';
import { LiveStreams } from './live/live-streams.js';
import { LiveContext } from './live/use-live.js';
import { EnterPage } from './session/enter-page.js';
import { forgetInvitation, invitationIn } from './session/invitation.js';
import { JoinPage } from './session/join-page.js';
import type { SessionStore } from './session/session-store.js';
import { Shell } from './shell/shell.js';

type Connected = { client: Client; streams: LiveStreams };

/** The page of whoever is signed in, or the way in. The address stays the same: signing in again leads back to it. */
export const App = ({ sessions }: { sessions: SessionStore }) => {
  const isSignedIn = useSyncExternalStore(sessions.subscribe, () => sessions.current !== null);
  const [connected, setConnected] = useState<Connected | null>(null);
  const [invitation, setInvitation] = useState(() => invitationIn(location.hash));

  // Whoever joins another tenant leaves the one before: nothing of it stays open.
  const isOpen = isSignedIn && invitation === null;

  useEffect(() => {
    if (!isOpen) return undefined;
    const streams = new LiveStreams(sessions);
    setConnected({ client: createClient(sessions), streams });
    return () => {
      setConnected(null);
      void streams.connection.close();
    };
  }, [isOpen, sessions]);

  if (invitation !== null)
    return (
      <JoinPage
        invitation={invitation}
        sessions={sessions}
        onLeft={() => {
          forgetInvitation();
          setInvitation(null);
        }}
      />
    );
  if (!isSignedIn) return <EnterPage sessions={sessions} />;
  if (connected === null) return null;
  return (
    <Provider value={connected.client}>
      <LiveContext value={connected.streams}>
        <Shell sessions={sessions} />
      </LiveContext>
    </Provider>
  );
};
