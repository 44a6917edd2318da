/** The way to the server: one snapshot, one socket, and the person's actions. */

import { apply, load, state } from "./state.js";

const asked = new URLSearchParams(location.search).get("as");
const me = () => state.me ?? asked ?? "";

/** Do something as this person. Never throws: what went wrong is in the answer, in words. */
export async function post(action, body = {}) {
  return answerOf(
    fetch(`/page/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: me(), ...body }),
    }),
  );
}

/** Keep a file, or post it at once where a channel is given. */
export async function upload(file, where = {}) {
  const query = new URLSearchParams({ as: me(), name: file.name, ...where });
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  return answerOf(fetch(`/page/upload?${query}`, { method: "POST", headers, body: file }));
}

/** Where the bytes of a file are. */
export const fileUrl = (file) => `${file.url}?${new URLSearchParams({ as: me() })}`;

async function answerOf(sent) {
  try {
    return await (await sent).json();
  } catch {
    return { ok: false, error: "no_server", message: "The playground does not answer. Is it still running?" };
  }
}

/** Stay current for as long as the page is open; `onLost(true)` while the server is away. */
export async function connect(onLost) {
  if (!me()) await reload([]);
  const waiting = [];
  let loaded = false;
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/page/socket?${new URLSearchParams({ as: me() })}`);
  // The snapshot is asked for when the socket is open: what happens meanwhile waits, and nothing falls between the two.
  socket.onopen = async () => {
    loaded = await reload(waiting);
    onLost(!loaded);
    if (!loaded) socket.close();
  };
  socket.onmessage = (frame) => (loaded ? apply(JSON.parse(frame.data)) : waiting.push(JSON.parse(frame.data)));
  socket.onclose = () => {
    onLost(true);
    setTimeout(() => connect(onLost), 500);
  };
}

async function reload(waiting) {
  const answer = await answerOf(fetch(`/page/state?${new URLSearchParams(me() ? { as: me() } : {})}`));
  if (!answer.people) return false;
  load(answer);
  waiting.forEach(apply);
  return true;
}
