import { useState } from 'react';

const key = 'theme';
type Theme = 'dark' | 'light';

const preferred = (): Theme => {
  const kept = localStorage.getItem(key);
  if (kept === 'dark' || kept === 'light') return kept;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
};

const apply = (theme: Theme): Theme => {
  document.documentElement.dataset['theme'] = theme;
  return theme;
};

/** What the viewer chose, or else what their system says. */
export const useTheme = (): [Theme, () => void] => {
  const [theme, setTheme] = useState(() => apply(preferred()));
  return [
    theme,
    () => {
      const next = apply(theme === 'dark' ? 'light' : 'dark');
      localStorage.setItem(key, next);
      setTheme(next);
      dispatchEvent(new Event('console:theme'));
    },
  ];
};
