@rem npm runs scripts through a shell. Elsewhere `exec` puts Node.js in its place, so that Ctrl-C and SIGTERM reach
@rem the platform and its exit code reaches the caller; the shell of Windows has no exec.
@%*
