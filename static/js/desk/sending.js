// One autosave on its way to the server, and what came of it.
const PATIENCE = 10_000;
const UNREACHED = "the server can’t be reached. It is tried again by itself.";
const SIGNED_OUT = "you are signed out. It is saved when you have signed in again:";
const SOMEONE_ELSE = "someone else is signed in in this browser now. Sign in as yourself to have it saved:";

const ask = (url, options, signal) =>
  fetch(url, {
    ...options,
    headers: { Accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]),
  });

// The session's token, where it is a new one of the same person; else why not.
async function renew(form, signal) {
  const answer = await ask("/admin/unsaved/token", {}, signal);
  if (!answer.ok) return { ok: false, why: SIGNED_OUT, isSignedOut: true };
  const { token, person } = await answer.json();
  if (person !== form.dataset.person) return { ok: false, why: SOMEONE_ELSE, isSignedOut: true };
  for (const input of document.querySelectorAll("input[name='csrf_token']")) input.value = token;
  return null;
}

// Sends the form, with `fields` in place of its own: {ok, at} once kept, at the time of day; else {ok: false, why}.
export async function send(form, fields, signal, keepalive = false, isAgain = false) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  try {
    const answer = await ask("/admin/unsaved/", { method: "POST", body: data, keepalive }, signal);
    if (answer.ok) return { ok: true, ...(await answer.json()) };
    if ([400, 401].includes(answer.status) && !isAgain)
      return (await renew(form, signal)) ?? (await send(form, fields, signal, keepalive, true));
    if (answer.status >= 500) return { ok: false, why: UNREACHED };
    return { ok: false, why: (await answer.json()).detail };
  } catch {
    return { ok: false, why: UNREACHED };
  }
}
