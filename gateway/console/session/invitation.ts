/** The invitation that a link from an e-mail carries after the #, of which no server is told. */
export const invitationIn = (hash: string): string | null =>
  /^#invitation=([\w-]+)$/.exec(hash)?.[1] ?? null;

/** Takes the invitation out of the address: it is used up, or not wanted. */
export const forgetInvitation = (): void => history.replaceState(null, '', location.pathname);
