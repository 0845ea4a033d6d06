// Preloaded by scripts that start a server. npm runs a script through a shell, and passes SIGTERM on to the shell alone,
// which dies of it and leaves the server running. On Windows a process keeps its parent's id, and nothing happens here.
const shell = process.ppid;

const watch = setInterval(() => {
  if (process.ppid === shell) return;
  clearInterval(watch);
  process.kill(process.pid, "SIGTERM");
}, 200);
watch.unref();
