import { createContext, use } from 'react';
import type { ViewerQuery } from '../__generated__/operations.js';

export type SignedInViewer = NonNullable<ViewerQuery['viewer']>;

export const ViewerContext = createContext<SignedInViewer | null>(null);

export const useViewer = (): SignedInViewer => {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error('there is a viewer only inside of the signed-in pages');
  return viewer;
};

/** Whether the viewer's role or key goes so far; the API decides again by itself. */
export const useCan = (scope: string): boolean => useViewer().scopes.includes(scope);
