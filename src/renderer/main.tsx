/** Starts the page: policy first, then language, then what is seen. */
import './strict-csp.ts';
import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startI18n } from './i18n/i18n.ts';
import { followSession } from './state/session.ts';
import { followSettings } from './state/settings.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await startI18n();
followSettings();
followSession();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
