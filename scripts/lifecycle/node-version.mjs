// Plain syntax on purpose: this file must load in any Node.js that knows modules.

const oldest = [20, 19];

/** One sentence for the operator, or null when this Node.js will do. */
export const nodeVersionFault = (version) => {
  const parts = version.split('.').map(Number);
  const isOldEnough = parts[0] > oldest[0] || (parts[0] === oldest[0] && parts[1] >= oldest[1]);
  if (isOldEnough) return null;
  return (
    'The platform needs Node.js ' +
    oldest.join('.') +
    ' or newer, and this is ' +
    version +
    ': install a current one from https://nodejs.org and try again.'
  );
};
