import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { SessionStore } from './session/session-store.js';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';

const place = document.getElementById('console');
if (place) createRoot(place).render(<App sessions={new SessionStore()} />);
